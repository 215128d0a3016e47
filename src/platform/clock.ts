import type { Clock } from "../engine/ports.ts";

/** A hidden tab is given no frames; without a timer beside them the list would stand still until it is shown again. */
const FRAME_FALLBACK_MS = 250;

/**
 * What changes all the time is shown so often, in ms: a person takes an answer within 100 ms for one at once, bars move
 * smoothly in between by themselves, and each time costs about 2 ms of the processor time that the uploads could have.
 */
export const FRAMES_APART_MS = 100;

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
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    onNextFrame: createFrameScheduler(),
  };
}

function createFrameScheduler(): Clock["onNextFrame"] {
  const waiting = new Set<() => void>();
  let lastRun = Number.NEGATIVE_INFINITY;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const run = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    timer = undefined;
    lastRun = performance.now();
    const callbacks = [...waiting];
    waiting.clear();
    for (const callback of callbacks) callback();
  };
  const askForFrame = () => {
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, FRAME_FALLBACK_MS);
  };

  return (callback) => {
    waiting.add(callback);
    if (timer !== undefined) return;
    // A hidden tab's timers are slowed down, so there is only one to wait for.
    const wait = document.hidden ? 0 : lastRun + FRAMES_APART_MS - performance.now();
    if (wait > 0) timer = setTimeout(askForFrame, wait);
    else askForFrame();
  };
}
