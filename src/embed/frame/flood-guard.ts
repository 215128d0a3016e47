import { MAX_MESSAGES_PER_SECOND } from "../../contract/embed-protocol.ts";

/** `refuse`: too many, and worth an answer. `drop`: so many that the answers would be a flood of their own. */
export type Admission = "pass" | "refuse" | "drop";

/**
 * Lets `MAX_MESSAGES_PER_SECOND` messages through in every second, and as many again be refused.
 * @param now ms, monotonic.
 * @returns what becomes of one more.
 */
export function createFloodGuard(now: () => number): () => Admission {
  let since = Number.NEGATIVE_INFINITY;
  let came = 0;
  return () => {
    if (now() - since >= 1_000) {
      since = now();
      came = 0;
    }
    came += 1;
    if (came <= MAX_MESSAGES_PER_SECOND) return "pass";
    return came <= 2 * MAX_MESSAGES_PER_SECOND ? "refuse" : "drop";
  };
}
