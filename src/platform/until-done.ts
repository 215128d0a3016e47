/**
 * Runs `work` once for all who ask. One that failed is tried again by the next who asks: what could not be fetched may be
 * had by then.
 */
export function untilDone<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}
