import type { Failure } from "./errors.ts";

/**
 * Reads `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3).
 * @returns ms from now; undefined for what is neither.
 */
export function readRetryAfter(value: string | null | undefined): number | undefined {
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Engines take much else for a date, such as "-1".
  const at = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

/** What `Retry-After` adds to a failure; nothing where it says nothing. */
export function askedPause(value: string | null | undefined): Pick<Failure, "retryAfterMs" | "retryAt"> {
  const ms = readRetryAfter(value);
  return ms === undefined ? {} : { retryAfterMs: ms, retryAt: Date.now() + ms };
}
