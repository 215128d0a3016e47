import { readRetryAfter } from "../../contract/retry-after.ts";
import { headerText, type UpstreamAnswer } from "./exchange.ts";

/** Longer is not meant, in seconds: no page waits for days. */
const LONGEST = 999_999;

/** An upstream's `Retry-After` to pass on, in seconds whatever its form was; no header where it gave none. */
export function retryAfterOf({ headers }: Pick<UpstreamAnswer, "headers">): Record<string, string> {
  const ms = readRetryAfter(headerText(headers, "retry-after"));
  return ms === undefined ? {} : { "retry-after": String(Math.min(LONGEST, Math.ceil(ms / 1000))) };
}
