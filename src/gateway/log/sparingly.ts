/**
 * For what may happen with every request: at most one line in so many ms, the first one at once.
 * @param write is told how many times it has happened since the last line, and of the latest time.
 * @param clock ms, of a clock that is never set.
 * @returns to be called each time.
 */
export function sparingly<Latest extends unknown[]>(
  everyMs: number,
  write: (times: number, ...latest: Latest) => void,
  clock: () => number = () => performance.now(),
): (...latest: Latest) => void {
  let times = 0;
  let saidAt = Number.NEGATIVE_INFINITY;
  return function onceMore(...latest) {
    times += 1;
    const now = clock();
    if (now - saidAt < everyMs) return;
    write(times, ...latest);
    times = 0;
    saidAt = now;
  };
}
