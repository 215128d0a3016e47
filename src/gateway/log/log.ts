import { type DestinationStream, type Logger, pino, stdSerializers } from "pino";
import { redact } from "./redact.ts";

/** Structured log; pino's interface. */
export type Log = Logger;

/** What may differ between the shells and the tests. */
export interface LogOptions {
  readonly level?: "debug" | "info" | "silent";
  /** Where the lines go: JSON, one object a line. Standard output when absent. */
  readonly destination?: DestinationStream;
}

/** A log that cannot give secrets away: every finished line is searched for them, whatever wrote it. */
export function createLog({ level = "info", destination = process.stdout }: LogOptions = {}): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      hooks: { streamWrite: redact },
    },
    destination,
  );
}

/**
 * Without `data`, where undici's parser puts what an upstream sent instead of HTTP: it may be long, and may hold
 * anything.
 */
function describeError(error: Error): object {
  const { data: _, ...told } = stdSerializers.err(error);
  return told;
}
