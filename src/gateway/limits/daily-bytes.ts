import { UTC_OFFSET_MS } from "../china-time.ts";

const DAY_MS = 86_400_000;

/**
 * How many bytes may still be signed today, for all clients of this process together. The day changes at midnight in
 * China Standard Time, as the sign API's clock does.
 */
export class DailyBytes {
  readonly #limit: number;
  #day = 0;
  #used = 0;

  /** @param limit bytes a day. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Sets bytes aside.
   * @param now ms since the epoch.
   * @returns 0, or how long until the next day begins, in ms.
   */
  take(bytes: number, now: number): number {
    const day = dayOf(now);
    if (day !== this.#day) {
      this.#day = day;
      this.#used = 0;
    }
    if (this.#used + bytes > this.#limit) return (day + 1) * DAY_MS - (now + UTC_OFFSET_MS);
    this.#used += bytes;
    return 0;
  }

  /**
   * Gives back bytes that were set aside and not signed; those of a day that is over count for nothing.
   * @param taken when they were taken, ms since the epoch.
   */
  giveBack(bytes: number, taken: number): void {
    if (dayOf(taken) === this.#day) this.#used -= bytes;
  }
}

/** The number of the day, in UTC+8. */
function dayOf(now: number): number {
  return Math.floor((now + UTC_OFFSET_MS) / DAY_MS);
}
