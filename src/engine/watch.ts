import { type Failure, UploadError } from "../contract/errors.ts";
import { ASLEEP_MS } from "./options.ts";
import type { Clock } from "./ports.ts";

/** How long a step may stay silent, and what it means when it does. */
export interface Patience {
  /** In ms, asked again after every sign of life. */
  limitMs(): number;
  readonly failure: Failure;
}

/** One for all steps: an exception of its own for each would be costly where thousands of files have five steps each. */
const OVER = new DOMException("The step is over.", "AbortError");

/**
 * Runs a step of somebody else's, so that it ends whatever the step does: with its own outcome, with the signal's reason
 * once `signal` is aborted, or with `patience.failure` after too long a silence. A step that is still at work then has
 * its own signal aborted, and whatever it does after that has to be ignored. One that is over is left alone: Chromium
 * drops the connection of a request that is aborted right after its answer.
 */
export function watch<T>(
  clock: Clock,
  signal: AbortSignal,
  patience: Patience,
  step: (signal: AbortSignal, alive: () => void) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const inner = new AbortController();
    let lastSign = clock.now();
    const end = () => {
      signal.removeEventListener("abort", onAbort);
      stopWaiting();
    };
    const giveUp = (reason: unknown, forTheStep: unknown) => {
      end();
      reject(reason);
      inner.abort(forTheStep);
    };
    // Ends with the abort, at once: a step that never notices its abort would otherwise hold its place for ever.
    const onAbort = () => giveUp(signal.reason, signal.reason);
    const lookAfter = (ms: number) => {
      const due = clock.now() + ms;
      return clock.after(ms, () => {
        // The step has slept as well, and what it has to say may be behind this very timer.
        if (clock.now() - due > ASLEEP_MS) alive();
        const left = lastSign + patience.limitMs() - clock.now();
        if (left > 0) stopWaiting = lookAfter(left);
        else giveUp(new UploadError(patience.failure), OVER);
      });
    };
    const alive = () => {
      lastSign = clock.now();
    };
    let stopWaiting = lookAfter(patience.limitMs());
    signal.addEventListener("abort", onAbort, { once: true });
    const work = async () => {
      try {
        resolve(await step(inner.signal, alive));
      } catch (error) {
        reject(error);
      } finally {
        end();
      }
    };
    void work();
  });
}
