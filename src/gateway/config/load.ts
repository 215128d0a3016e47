import { resolve } from "node:path";
import { type GatewayConfig, readConfig } from "./config.ts";
import { readEnvFile } from "./env-file.ts";

/**
 * The configuration of this process: `.env` in `directory`, overruled by the environment. The environment itself is
 * not changed, so that a restart of the dev server reads a corrected file anew.
 * @throws ConfigError
 */
export function loadConfig(directory = process.cwd()): GatewayConfig {
  const { values, mistakes } = readEnvFile(resolve(directory, ".env"));
  return readConfig({ ...values, ...process.env }, mistakes);
}
