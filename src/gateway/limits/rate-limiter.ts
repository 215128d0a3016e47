import type { Rate } from "../config/values.ts";

/** The most clients that are remembered; beyond it, those who asked longest ago are forgotten. */
const MOST_CLIENTS = 100_000;

/** What a client has left, and when that was so. */
interface Bucket {
  tokens: number;
  /** ms. */
  at: number;
}

/** A token bucket per client: `rate.requests` at once, refilled evenly over `rate.seconds`. */
export class RateLimiter {
  readonly #rate: Rate;
  readonly #perMs: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
    this.#perMs = rate.requests / (rate.seconds * 1000);
  }

  /**
   * Takes one request from a client's bucket.
   * @param now ms, of a clock that never goes back.
   * @returns 0, or how long the client has to wait, in ms.
   */
  take(client: string, now: number): number {
    const bucket = this.#refilled(client, now);
    // Last in the map is who asked last.
    this.#buckets.delete(client);
    this.#buckets.set(client, bucket);
    this.#forgetOldest();
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / this.#perMs);
    bucket.tokens -= 1;
    return 0;
  }

  #refilled(client: string, now: number): Bucket {
    const bucket = this.#buckets.get(client) ?? { tokens: this.#rate.requests, at: now };
    bucket.tokens = Math.min(this.#rate.requests, bucket.tokens + (now - bucket.at) * this.#perMs);
    bucket.at = now;
    return bucket;
  }

  #forgetOldest(): void {
    const [oldest] = this.#buckets.size > MOST_CLIENTS ? this.#buckets.keys() : [];
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
