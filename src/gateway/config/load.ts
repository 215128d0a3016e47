import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { type GatewayConfig, readConfig } from "./config.ts";
import { ConfigError } from "./mistakes.ts";

/**
 * The configuration of this process: `.env` in `directory`, overruled by the environment. The environment itself is
 * not changed, so that a restart of the dev server reads a corrected file anew.
 * @throws ConfigError
 */
export function loadConfig(directory = process.cwd()): GatewayConfig {
  return readConfig({ ...readEnvFile(resolve(directory, ".env")), ...process.env });
}

function readEnvFile(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw new ConfigError([
      {
        variable: ".env",
        problem: `The file ${path} cannot be read${error instanceof Error ? ` (${error.message})` : ""}.`,
        fix: "Let this user read it, or remove it.",
      },
    ]);
  }
}
