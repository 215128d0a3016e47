import { createHmac } from "node:crypto";
import { sameText } from "./same-text.ts";

/** The farthest that a temporary token may end, in seconds: so a mistake does not make one without an end. */
export const LONGEST_TOKEN_SECONDS = 30 * 86_400;

/** How far ahead of ours the clock of a token's maker may be, in seconds. */
const MAKERS_CLOCK_SECONDS = 300;

/**
 * Characters of an ACCESS_TOKEN that temporary ones can be made of. Whoever has one of those can try out secrets at home,
 * as fast as a machine can, and would soon find a word.
 */
export const SHORTEST_TOKEN_SECRET = 32;

/** What a bearer's token turned out to be. `expired`, `too_long` and `weak_secret` are said of genuine ones alone. */
export type TokenVerdict = "good" | "wrong" | "expired" | "too_long" | "weak_secret";

/** Wider than what we make: what is like a temporary token, of any version, is one or nothing. */
const FORM = /^t\d+\.(\d+)\.[\da-f]{64}$/i;

/** Whether a text has the form of a temporary token, of this or a later version. */
export function isTemporaryForm(text: string): boolean {
  return FORM.test(text);
}

/**
 * A temporary token: `t1.<expiry>.<HMAC-SHA-256 of "cosdrop-access.t1.<expiry>" in lower-case hex>`, keyed with the secret
 * as UTF-8. docs/embedding.md tells others how to make it.
 * @param expiry seconds since the epoch; from then on it is not taken.
 */
export function makeTemporaryToken(secret: string, expiry: number): string {
  const mac = createHmac("sha256", secret).update(`cosdrop-access.t1.${expiry}`).digest("hex");
  return `t1.${expiry}.${mac}`;
}

/**
 * Judges a token of the temporary form, and needs nothing but the secret and the time for it, so that all gateways with
 * one ACCESS_TOKEN agree.
 * @param now ms since the epoch.
 */
export function judgeTemporaryToken(secret: string, given: string, now: number): TokenVerdict {
  const expiry = Number(FORM.exec(given)?.[1]);
  // Made anew and compared whole: so there is one spelling, and version, case and leading zeros need no rules.
  if (!sameText(given, makeTemporaryToken(secret, expiry))) return "wrong";
  if (secret.length < SHORTEST_TOKEN_SECRET) return "weak_secret";
  const left = expiry - now / 1000;
  if (left <= 0) return "expired";
  return left > LONGEST_TOKEN_SECONDS + MAKERS_CLOCK_SECONDS ? "too_long" : "good";
}
