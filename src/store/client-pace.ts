import { CosError } from "../cos/errors.ts";
import type { StoreLimits } from "./limits.ts";

/**
 * Watches how fast a client sends. Only time spent waiting for the client counts: a slow disk is not its fault.
 * `onSlow` is called at most once, with RequestTimeout (nothing came) or UserNetworkTooSlow (too little came).
 */
export class ClientPace {
  readonly #limits: StoreLimits;
  readonly #onSlow: (error: CosError) => void;
  #timer: NodeJS.Timeout | undefined;
  #waitingSince = 0;
  #windowMs = 0;
  #windowBytes = 0;

  constructor(limits: StoreLimits, onSlow: (error: CosError) => void) {
    this.#limits = limits;
    this.#onSlow = onSlow;
  }

  /** From now on it is the client's turn. */
  waiting(): void {
    this.stop();
    this.#waitingSince = performance.now();
    const giveUp = () => this.#onSlow(new CosError("RequestTimeout", "The client stopped sending."));
    this.#timer = setTimeout(giveUp, this.#limits.idleMs);
  }

  /** The client sent something. */
  received(bytes: number): void {
    this.stop();
    this.#windowMs += performance.now() - this.#waitingSince;
    this.#windowBytes += bytes;
    if (this.#windowMs < this.#limits.rateWindowMs) return;
    const rate = (this.#windowBytes / this.#windowMs) * 1000;
    this.#windowMs = 0;
    this.#windowBytes = 0;
    if (rate < this.#limits.minBytesPerSecond)
      this.#onSlow(new CosError("UserNetworkTooSlow", "The client sends too slowly."));
  }

  /** Nobody waits for the client any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
