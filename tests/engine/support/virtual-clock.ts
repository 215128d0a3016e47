import type { Clock } from "../../../src/engine/ports.ts";

interface Sleeper {
  readonly at: number;
  readonly order: number;
  wake(): void;
}

/** Time that passes only when a test says so, in the order in which it would have passed. */
export class VirtualClock implements Clock {
  frames = 0;
  #now = 1_000_000;
  #order = 0;
  #sleepers = new Set<Sleeper>();
  #frameCallbacks = new Set<() => void>();
  #random: () => number;

  constructor(random: () => number = () => 0.5) {
    this.#random = random;
  }

  now = () => this.#now;
  random = () => this.#random();

  sleep = (signal: AbortSignal, ms: number) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      };
      this.#order += 1;
      const sleeper: Sleeper = {
        at: this.#now + Math.max(0, ms),
        order: this.#order,
        wake: () => {
          signal.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal.addEventListener("abort", onAbort, { once: true });
    });

  after = (ms: number, callback: () => void) => {
    const off = new AbortController();
    this.sleep(off.signal, ms).then(callback, () => undefined);
    return () => off.abort();
  };

  onNextFrame = (callback: () => void) => {
    this.#frameCallbacks.add(callback);
  };

  /** Things waiting for a moment to come. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /** Paints once. */
  frame(): void {
    this.frames += 1;
    const callbacks = [...this.#frameCallbacks];
    this.#frameCallbacks.clear();
    for (const callback of callbacks) callback();
  }

  /** Lets `ms` pass; everything due on the way happens at its moment, and what follows from it. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#nextBy(end); next; next = this.#nextBy(end)) {
      this.#now = Math.max(this.#now, next.at);
      this.#sleepers.delete(next);
      next.wake();
      await settled();
    }
    this.#now = end;
  }

  /** The machine sleeps for `ms`, or the page is frozen: nothing happens at its moment, and all that is due follows at once. */
  async sleepThrough(ms: number): Promise<void> {
    this.#now += ms;
    await this.advance(0);
  }

  /** Lets time pass as long as anything waits for it. @returns whether it came to rest before `limitMs` had passed. */
  async runOut(limitMs: number): Promise<boolean> {
    const end = this.#now + limitMs;
    await settled();
    for (let next = this.#nextBy(end); next; next = this.#nextBy(end)) await this.advance(next.at - this.#now);
    return this.#sleepers.size === 0;
  }

  #nextBy(end: number): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (sleeper.at > end) continue;
      if (!first || sleeper.at < first.at || (sleeper.at === first.at && sleeper.order < first.order)) first = sleeper;
    }
    return first;
  }
}

/** Until every promise that can go on without time passing has gone on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
