import type { HistoryError, HistoryProblem } from "../contract/history.ts";

/** Knows what is the matter with the history. */
export interface ProblemWatch {
  /** The newest problem, until a write has worked again. */
  current(): HistoryProblem | undefined;
  /** Every write goes through here, so that the newest problem is known. Rejects with what `work` rejects with. */
  write<T>(work: Promise<T>): Promise<T>;
  /** A search has failed; one that was only given up is no problem. */
  searchFailed(error: unknown): void;
}

/** Nothing is the matter yet. @param notify told when another problem, or none, is the newest. */
export function createProblemWatch(notify: () => void): ProblemWatch {
  let problem: HistoryProblem | undefined;

  const set = (next: HistoryProblem | undefined) => {
    if (problem === next) return;
    problem = next;
    notify();
  };

  return {
    current: () => problem,
    async write(work) {
      try {
        const result = await work;
        set(undefined);
        return result;
      } catch (error) {
        set(isHistoryError(error) ? error.problem : "failed");
        throw error;
      }
    },
    searchFailed(error) {
      if (isHistoryError(error)) set(error.problem);
    },
  };
}

function isHistoryError(error: unknown): error is HistoryError {
  return error instanceof Error && error.name === "HistoryError";
}
