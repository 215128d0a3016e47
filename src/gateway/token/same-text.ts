import { createHash, timingSafeEqual } from "node:crypto";

/** Whether two texts are the same. Takes as long for a wrong one as for the right one, whatever was sent. */
export function sameText(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

/** Equal lengths for `timingSafeEqual`. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
