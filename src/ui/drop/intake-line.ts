/** What is being read of one drop, paste or choice. */
export interface Reading {
  /** How many were handed on, once all has been read. */
  readonly count: Promise<number>;
  /** Comes from another site, which may let anybody wait for it: such a reading keeps nobody behind it. */
  readonly remote: boolean;
}

type Start<T> = (onBatch: (batch: readonly T[]) => void) => Reading;

/**
 * One reading after the other: what is dropped while a folder is still being read comes behind it in the list. A reading
 * that fails makes room for the next one.
 * @returns starts a reading at once; resolves to its count after its last batch has been given on, rejects as it does.
 */
export function createIntakeLine<T>(give: (batch: readonly T[]) => void): (start: Start<T>) => Promise<number> {
  let before: Promise<unknown> = Promise.resolve();

  return async (start) => {
    let held: T[] | undefined = [];
    const { count, remote } = start((batch) => (held ? held.push(...batch) : give(batch)));
    const goOn = () => {
      const batch = held ?? [];
      held = undefined;
      if (batch.length > 0) give(batch);
      return count;
    };
    if (remote) return goOn();

    const turn = Promise.all([before.then(goOn), count]).then(([handedOn]) => handedOn);
    before = Promise.allSettled([before, turn]);
    return turn;
  };
}
