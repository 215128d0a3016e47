import type { HistoryEntry } from "../contract/history.ts";

/** How long a removal can be taken back, counted from the last one, in ms. */
export const UNDO_MS = 10_000;

/** Removals that can still be taken back, the last one first. */
export interface UndoStack {
  push(removed: readonly HistoryEntry[]): void;
  /** The last removal, which is then no longer here; undefined when there is none. */
  pop(): readonly HistoryEntry[] | undefined;
  peek(): readonly HistoryEntry[] | undefined;
  /** Of all removals here. */
  entries(): readonly HistoryEntry[];
}

/** @param onExpired told when the time is over and the stack has become empty by it. */
export function createUndoStack(onExpired: () => void): UndoStack {
  let removals: (readonly HistoryEntry[])[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const expire = () => {
    removals = [];
    onExpired();
  };

  return {
    push(removed) {
      removals.push(removed);
      clearTimeout(timer);
      timer = setTimeout(expire, UNDO_MS);
    },
    pop: () => removals.pop(),
    peek: () => removals.at(-1),
    entries: () => removals.flat(),
  };
}
