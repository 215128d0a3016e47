import type { DestinationStream } from "pino";
import * as v from "valibot";

const Line = v.looseObject({
  level: v.string(),
  time: v.string(),
  msg: v.optional(v.string(), ""),
  requestId: v.optional(v.string()),
  err: v.optional(v.object({ stack: v.optional(v.string()), message: v.optional(v.string()) })),
});

/** A log destination for people: one plain line for each of pino's JSON lines. */
export function plainLines(write: (line: string) => void): DestinationStream {
  return {
    write(json) {
      const line = v.safeParse(v.pipe(v.string(), v.parseJson(), Line), json);
      write(line.success ? formatLine(line.output) : json.trimEnd());
    },
  };
}

function formatLine({ level, time, msg, requestId, err, ...fields }: v.InferOutput<typeof Line>): string {
  const shout = level === "info" ? "" : `${level.toUpperCase()} `;
  const details = Object.entries(fields).map(([name, value]) => `${name}=${formatValue(value)}`);
  const id = requestId === undefined || level === "info" ? [] : [`requestId=${requestId}`];
  const stack = err === undefined ? [] : [`\n${err.stack ?? err.message}`];
  return [`${time.slice(11, 19)} ${shout}${msg}`, ...details, ...id, ...stack].join(" ");
}

function formatValue(value: unknown): string {
  return typeof value === "string" && !/[\s"]/.test(value) ? value : JSON.stringify(value);
}
