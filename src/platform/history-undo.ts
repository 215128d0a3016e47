import type { HistoryEntry } from "../contract/history.ts";

/** How long a removal can be taken back, counted from the last one, in ms. */
export const UNDO_MS = 20_000;

/** Removals that can still be taken back, the last one first. */
export interface UndoStack {
  push(removed: readonly HistoryEntry[]): void;
  /** Nothing runs out while held, as somebody is at it; let go, all have their whole time again. */
  hold(held: boolean): void;
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

  let isHeld = false;

  const restart = () => {
    clearTimeout(timer);
    if (!isHeld && removals.length > 0) timer = setTimeout(expire, UNDO_MS);
  };
  const expire = () => {
    removals = [];
    onExpired();
  };

  return {
    push(removed) {
      removals.push(removed);
      restart();
    },
    hold(held) {
      if (held === isHeld) return;
      isHeld = held;
      restart();
    },
    pop: () => removals.pop(),
    peek: () => removals.at(-1),
    entries: () => removals.flat(),
  };
}
