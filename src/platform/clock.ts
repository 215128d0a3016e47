import type { Clock } from "../engine/ports.ts";

/** A hidden tab is given no frames; without a timer beside them the list would stand still until it is shown again. */
const FRAME_FALLBACK_MS = 250;

/** The browser's time. */
export function createClock(): Clock {
  return {
    now: () => performance.now(),
    random: Math.random,
    sleep: (signal, ms) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const onAbort = () => {
          clearTimeout(timer);
          reject(signal.reason);
        };
        const timer = setTimeout(() => {
          signal.removeEventListener("abort", onAbort);
          resolve();
        }, ms);
        signal.addEventListener("abort", onAbort, { once: true });
      }),
    onNextFrame: createFrameScheduler(),
  };
}

function createFrameScheduler(): Clock["onNextFrame"] {
  const waiting = new Set<() => void>();
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const run = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    timer = undefined;
    const callbacks = [...waiting];
    waiting.clear();
    for (const callback of callbacks) callback();
  };

  return (callback) => {
    waiting.add(callback);
    if (timer !== undefined) return;
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, FRAME_FALLBACK_MS);
  };
}
