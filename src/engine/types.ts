import type { Candidate, JournalRow } from "./ports.ts";
import type { EngineSnapshot, FileId, UploadFile } from "./state.ts";

/** The upload queue. Every method returns at once; what comes of it shows in the snapshots. Unknown ids are ignored. */
export interface UploadEngine {
  /**
   * Appends in the order given and starts at once, except what is unbidden. Unreadable candidates become failed rows:
   * nothing is skipped.
   */
  add(candidates: readonly Candidate[]): FileId[];
  /**
   * Appends rows that an earlier page has left unfinished, under their own ids, and goes on with them. One without its
   * bytes fails with `choose_again`; `add` of a file with the same name, size and time of change takes up that row.
   */
  restore(rows: readonly JournalRow[]): void;
  /** Stops an open file; a finished one stays as it is. */
  cancel(id: FileId): void;
  cancelAll(): void;
  /** Takes a failed or cancelled file up again, keeping its digests where it has them. */
  retry(id: FileId): void;
  retryFailed(): void;
  retryCancelled(): void;
  /** Holds an open file; its bytes on the way are given up. One whose bytes the store has is not held. */
  pause(id: FileId): void;
  resume(id: FileId): void;
  /** Holds what is open, and what is added or retried for as long as any of it is held. */
  pauseAll(): void;
  /** Holds what is open, and whatever comes until `resumeAll`, however empty the list becomes. */
  holdAll(): void;
  resumeAll(): void;
  /** Takes the row away, cancelling it first when it is open. */
  remove(id: FileId): void;
  /** Takes away rows that are done. */
  removeDone(): void;
  /** Takes away rows that failed or were cancelled. */
  removeUnsuccessful(): void;
  /** Looks again at a done file's link. */
  recheck(id: FileId): void;

  /** The list; its listeners run at most once a frame. */
  getSnapshot(): EngineSnapshot;
  subscribe(listener: () => void): () => void;
  /** One row; its listeners run at most once a frame, and only when it changed. */
  getFile(id: FileId): UploadFile | undefined;
  subscribeFile(id: FileId, listener: () => void): () => void;

  /** Cancels everything open and releases what the engine holds. */
  dispose(): void;
}
