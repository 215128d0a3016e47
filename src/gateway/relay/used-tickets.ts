/** How many tickets may be added before those that have expired are forgotten. */
const SWEEP_EVERY = 1000;

/**
 * Which tickets are in use or used up. Kept until they expire; another process does not see them, so there the object
 * key and x-cos-forbid-overwrite have to settle a replay.
 */
export class UsedTickets {
  readonly #expiries = new Map<string, number>();
  readonly #now: () => number;
  #added = 0;

  /** @param now ms since the epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Takes a ticket; false when somebody has it already. */
  claim(id: string, expires: number): boolean {
    if (this.#expiries.has(id)) return false;
    this.#expiries.set(id, expires);
    this.#added += 1;
    if (this.#added % SWEEP_EVERY === 0) this.#sweep();
    return true;
  }

  /** Gives a ticket back whose upload failed, so that it can be tried again. */
  release(id: string): void {
    this.#expiries.delete(id);
  }

  get size(): number {
    return this.#expiries.size;
  }

  #sweep(): void {
    const now = this.#now();
    for (const [id, expires] of this.#expiries) if (expires < now) this.#expiries.delete(id);
  }
}
