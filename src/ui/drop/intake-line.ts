/** What is being read of one drop, paste or choice. */
export interface Reading<Sum> {
  /** What came of it, once all has been read. */
  readonly sum: Promise<Sum>;
  /** Comes from another site, which may let anybody wait for it: such a reading keeps nobody behind it. */
  readonly remote: boolean;
  /** Aborted once nobody wants the rest of it. */
  readonly signal: AbortSignal;
}

type Give<T> = (batch: readonly T[]) => void;
type Start<T, Sum> = (onBatch: Give<T>) => Reading<Sum>;

/**
 * One reading after the other: what is dropped while a folder is still being read comes behind it in the list. A reading
 * that fails makes room for the next one.
 * @returns starts a reading at once; resolves to its sum after its last batch has been given on, rejects as it does.
 */
export function createIntakeLine<T, Sum>(): (start: Start<T, Sum>, give: Give<T>) => Promise<Sum> {
  let before: Promise<unknown> = Promise.resolve();

  return async (start, give) => {
    let held: T[] | undefined = [];
    const { sum, remote, signal } = start((batch) => (held ? held.push(...batch) : give(batch)));
    const goOn = () => {
      const batch = held ?? [];
      held = undefined;
      if (batch.length > 0 && !signal.aborted) give(batch);
      return sum;
    };
    if (remote) return goOn();

    const turn = Promise.all([before.then(goOn), sum]).then(([handedOn]) => handedOn);
    before = Promise.allSettled([before, turn]);
    return turn;
  };
}
