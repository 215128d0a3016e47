import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { DEFAULT_MAX_FILE_SIZE } from "../contract/policy.ts";
import { DEFAULT_HOST, DEFAULT_PAGE_PORT, DEFAULT_STORE_DIR, DEFAULT_STORE_PORT, MAX_PORT } from "./defaults.ts";
import type { StoreOptions } from "./store.ts";

/** Where `npm run dev` and `npm start` have the page. */
const DEFAULT_ORIGIN = `http://localhost:${DEFAULT_PAGE_PORT}`;

/** What `--help` prints. */
export const USAGE = `The embedded object store by itself.

  npm run store -- [options]

  --port <number>         default ${DEFAULT_STORE_PORT}; 0 picks a free one
  --host <address>        default ${DEFAULT_HOST}
  --dir <path>            default ${DEFAULT_STORE_DIR}
  --secret-id <text>      default $COS_SECRET_ID, else a new one, printed
  --secret-key <text>     default $COS_SECRET_KEY, else a new one, printed
  --origin <origin>       a page that may upload; may be repeated; default ${DEFAULT_ORIGIN}
  --allowed-host <host>   a Host header to take besides loopback's; may be repeated
  --max-object-size <n>   bytes, default ${DEFAULT_MAX_FILE_SIZE}
  --max-bytes <n>         quota over all objects, bytes; default none
`;

/** What the flags and the environment come to. */
export interface CommandLine {
  readonly options: Omit<StoreOptions, "log">;
  /** The key was made up here, so the user cannot know it. */
  readonly newCredentials: boolean;
}

const TEXT = { type: "string" } as const;
const LIST = { type: "string", multiple: true } as const;
const FLAGS = {
  help: { type: "boolean" },
  port: TEXT,
  host: TEXT,
  dir: TEXT,
  "secret-id": TEXT,
  "secret-key": TEXT,
  origin: LIST,
  "allowed-host": LIST,
  "max-object-size": TEXT,
  "max-bytes": TEXT,
} as const;

/**
 * Reads the flags after `main.ts`, and the environment for the key.
 * @throws Error with one sentence that names the flag.
 */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): CommandLine | "help" {
  const values = parseFlags(args);
  if (values.help === true) return "help";

  const secretId = values["secret-id"] ?? env.COS_SECRET_ID;
  const secretKey = values["secret-key"] ?? env.COS_SECRET_KEY;
  if ((secretId === undefined) !== (secretKey === undefined))
    throw new Error("--secret-id and --secret-key go together: give both, or neither.");
  if (secretId === "" || secretKey === "") throw new Error("--secret-id and --secret-key may not be empty.");
  for (const origin of values.origin ?? []) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new Error(`--origin takes an origin such as ${DEFAULT_ORIGIN}, not ${JSON.stringify(origin)}.`);
  }
  const maxBytes = values["max-bytes"];
  return {
    options: {
      dir: resolve(values.dir ?? DEFAULT_STORE_DIR),
      host: values.host ?? DEFAULT_HOST,
      port: readNumber("--port", values.port ?? String(DEFAULT_STORE_PORT), 0, MAX_PORT),
      credentials: { secretId: secretId ?? newSecret("AKID"), secretKey: secretKey ?? newSecret("") },
      allowedOrigins: values.origin ?? [DEFAULT_ORIGIN],
      allowedHosts: values["allowed-host"] ?? [],
      maxObjectSize: readNumber("--max-object-size", values["max-object-size"] ?? String(DEFAULT_MAX_FILE_SIZE), 1),
      ...(maxBytes === undefined ? {} : { maxBytes: readNumber("--max-bytes", maxBytes, 1) }),
    },
    newCredentials: secretId === undefined,
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS }).values;
  } catch (error) {
    // parseArgs adds advice on rare spellings, over several sentences, that would only confuse here.
    const [sentence] = error instanceof Error ? error.message.split(/\.(?:\s|$)|\n/) : [];
    throw new Error(`${sentence}. --help lists all flags.`, { cause: error });
  }
}

function readNumber(flag: string, text: string, min: number, max = Number.MAX_SAFE_INTEGER): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Error(`${flag} takes a whole number from ${min} to ${max}, not ${JSON.stringify(text)}.`);
}

function newSecret(prefix: string): string {
  return prefix + randomBytes(16).toString("hex");
}
