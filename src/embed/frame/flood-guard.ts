import { MAX_MESSAGES_PER_SECOND } from "../../contract/embed-protocol.ts";

/**
 * Lets `MAX_MESSAGES_PER_SECOND` messages through in every second.
 * @param now ms, monotonic.
 * @returns whether one more may pass.
 */
export function createFloodGuard(now: () => number): () => boolean {
  let since = Number.NEGATIVE_INFINITY;
  let passed = 0;
  return () => {
    if (now() - since >= 1_000) {
      since = now();
      passed = 0;
    }
    passed += 1;
    return passed <= MAX_MESSAGES_PER_SECOND;
  };
}
