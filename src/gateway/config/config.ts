import * as v from "valibot";
import type { FilePolicy } from "../../contract/policy.ts";
import { loopbackAliases } from "../http/loopback.ts";
import { findContradictions } from "./contradictions.ts";
import { ConfigError, type Mistake, nameWithValue } from "./mistakes.ts";
import { chooseMode, findMixedModes, type ModeConfig } from "./mode.ts";
import type { Rate } from "./values.ts";
import { Variables } from "./variables.ts";

/** Everything an operator can choose, checked. */
export interface GatewayConfig {
  readonly listen: { readonly host: string /** 0 picks a free one. */; readonly port: number };
  /** The page's public origin behind a proxy. */
  readonly publicOrigin: string | undefined;
  readonly mode: ModeConfig;
  readonly policy: FilePolicy;
  /** Signing wants `Authorization: Bearer <this>`. */
  readonly accessToken: string | undefined;
  /** How often one client may ask for a signature; no limit when absent. */
  readonly rateLimit: Rate | undefined;
  /** How many bytes are signed a day, for all clients together; no limit when absent. */
  readonly dailyBytes: number | undefined;
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Seals relay tickets; a random one for this process when absent. */
  readonly ticketSecret: string | undefined;
  /** How long uploads under way may take after the gateway was told to stop, in ms. */
  readonly stopTimeoutMs: number;
  /** Who may frame the page. */
  readonly embedOrigins: readonly string[];
  /** Who may call the sign API from another origin. */
  readonly corsOrigins: readonly string[];
}

/** Environment variables as Node has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration; variables set to nothing count as not set.
 * @param found mistakes known before: about their variables nothing more is said.
 * @throws ConfigError with every mistake at once.
 */
export function readConfig(environment: Environment, found: readonly Mistake[] = []): GatewayConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ""));
  const quoted = findQuoted(given);
  const modeMistakes = findMixedModes(given);
  const parsed = v.safeParse(Variables, given);
  const further = parsed.success
    ? [...modeMistakes, ...findContradictions(parsed.output)]
    : [...modeMistakes, ...parsed.issues.map((issue) => toMistake(issue, given))];
  const before = [...found, ...quoted];
  const told = new Set(before.map(({ variable }) => variable));
  const mistakes = [...before, ...further.filter(({ variable }) => !told.has(variable))];
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);
  return toConfig(parsed.output);
}

/**
 * Quotes that were meant for the file that the value comes from: `docker run --env-file` takes none off (docker/cli,
 * #3630). A key in quotes would only be refused by the bucket, and nobody would see why.
 */
function findQuoted(given: Environment): Mistake[] {
  return Object.keys(Variables.entries)
    .filter((variable) => /^\s*(["'`]).*\1\s*$/s.test(given[variable] ?? ""))
    .map((variable) => ({
      variable,
      problem: `The value of ${variable} is in quotes, which would be a part of it.`,
      fix: "Leave the quotes out.",
    }));
}

function toMistake(issue: v.BaseIssue<unknown>, given: Environment): Mistake {
  const variable = String(issue.path?.[0]?.key ?? "environment");
  return {
    variable,
    problem: `${nameWithValue(variable, given[variable])} cannot be used.`,
    fix: `Give ${issue.message}, or leave it out.`,
  };
}

function toConfig(values: Variables): GatewayConfig {
  return {
    listen: { host: values.HOST, port: values.PORT },
    publicOrigin: values.PUBLIC_URL,
    mode: chooseMode(values),
    policy: { accept: values.ACCEPT, maxFileSize: values.MAX_FILE_SIZE },
    accessToken: values.ACCESS_TOKEN,
    rateLimit: values.RATE_LIMIT,
    dailyBytes: values.DAILY_BYTES,
    trustedProxies: values.TRUST_PROXY,
    ticketSecret: values.TICKET_SECRET,
    stopTimeoutMs: values.STOP_TIMEOUT * 1000,
    embedOrigins: values.EMBED_ORIGINS,
    corsOrigins: [...new Set(values.CORS_ORIGINS.flatMap(loopbackAliases))],
  };
}
