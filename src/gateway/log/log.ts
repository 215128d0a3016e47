import { type DestinationStream, type Logger, pino } from "pino";
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
      hooks: { streamWrite: redact },
    },
    destination,
  );
}
