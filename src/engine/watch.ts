import { type Failure, UploadError } from "../contract/errors.ts";
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
export async function watch<T>(
  clock: Clock,
  signal: AbortSignal,
  patience: Patience,
  step: (signal: AbortSignal, alive: () => void) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const inner = new AbortController();
  const waiting = new AbortController();
  const onAbort = () => {
    inner.abort(signal.reason);
    waiting.abort(signal.reason);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  let lastSign = clock.now();

  // Ends with the abort too, at once: a step that never notices its abort would otherwise hold its place for ever.
  const silence = async (): Promise<never> => {
    for (;;) {
      const left = lastSign + patience.limitMs() - clock.now();
      if (left <= 0) throw new UploadError(patience.failure);
      await clock.sleep(waiting.signal, left);
    }
  };
  let isOver = false;
  const work = async () => {
    try {
      return await step(inner.signal, () => {
        lastSign = clock.now();
      });
    } finally {
      isOver = true;
    }
  };

  try {
    return await Promise.race([work(), silence()]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    waiting.abort(OVER);
    if (!isOver) inner.abort(OVER);
  }
}
