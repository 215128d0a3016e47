import type { Candidate, IntakeSum } from "../engine/ports.ts";
import type { OnCandidates } from "./intake.ts";

/** What one reading came to that was called off. */
const STOPPED: IntakeSum = { files: 0, unreadable: 0, skipped: 0, stopped: true };

interface Reading {
  readonly sum: Promise<IntakeSum>;
  /** Comes from another site. */
  readonly remote: boolean;
}

/** Every drop, paste and choice that is being read. */
export interface Readings {
  /**
   * Starts a reading. Once it is called off, nothing more of it is handed on, and its sum is there at once: a disk that
   * does not answer keeps nobody waiting.
   */
  read(
    start: (onCandidates: OnCandidates, signal: AbortSignal) => Reading,
    onCandidates: OnCandidates,
  ): Reading & { readonly signal: AbortSignal };
  /** Calls off all that is being read. */
  stop(): void;
  /** Something is being read. */
  active(): boolean;
  /** @param listener called when a reading begins or is over. */
  subscribe(listener: () => void): void;
}

/** Nothing is read at first. */
export function createReadings(): Readings {
  let life = new AbortController();
  let running = 0;
  const listeners: (() => void)[] = [];
  const change = (by: number) => {
    running += by;
    for (const listener of listeners) listener();
  };
  return {
    read(start, onCandidates) {
      const { signal } = life;
      const handOn = (batch: readonly Candidate[]) => {
        if (!signal.aborted) onCandidates(batch);
      };
      const { sum, remote } = start(handOn, signal);
      change(1);
      const over = new AbortController();
      const stopped = new Promise<IntakeSum>((resolve) => {
        signal.addEventListener("abort", () => resolve(STOPPED), { signal: over.signal });
      });
      // The signal is that of all readings until a person stops them: one that is over does not wait for that.
      const ended = Promise.race([stopped, sum]).finally(() => {
        over.abort();
        change(-1);
      });
      return { sum: ended, remote, signal };
    },
    stop() {
      life.abort();
      life = new AbortController();
    },
    active: () => running > 0,
    subscribe: (listener) => listeners.push(listener),
  };
}
