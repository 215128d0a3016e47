import { type History, type HistoryEntry, historyId } from "../contract/history.ts";
import type { HistoryDatabase } from "./history-database.ts";
import type { HistoryEntries } from "./history-entries.ts";
import { createUndoStack } from "./history-undo.ts";

/** Takes entries away and brings them back, and clears away what nobody can bring back any more. */
export interface HistoryRemovals extends Pick<History, "remove" | "undo" | "undoable" | "holdUndo"> {
  /** Clears away the previews of entries that are gone for good. */
  sweep(): void;
}

/** @param notify told when `undoable` changed. */
export function createHistoryRemovals(
  database: Pick<HistoryDatabase, "sweep">,
  entries: Pick<HistoryEntries, "read" | "add" | "removeUntold" | "changed">,
  notify: () => void,
): HistoryRemovals {
  /** Entries on their way out of the table, or back into it: in neither it nor the undo stack. */
  const moving = new Set<readonly HistoryEntry[]>();
  const spared = () => new Set([...undo.entries(), ...[...moving].flat()].map(historyId));
  const sweep = () => {
    database.sweep(spared).catch(() => undefined); // Tried again next time.
  };
  const undo = createUndoStack(() => {
    notify();
    sweep();
  });

  return {
    async remove(ids) {
      const removed = await entries.read(ids);
      moving.add(removed);
      try {
        await entries.removeUntold(ids);
        // A key that repeats asks again for what is going: one removal is taken back once, and none is not one.
        const going = new Set(undo.entries().map(historyId));
        const fresh = removed.filter((entry) => !going.has(historyId(entry)));
        if (fresh.length > 0) undo.push(fresh);
      } finally {
        moving.delete(removed);
      }
      notify();
      entries.changed(ids);
    },
    async undo() {
      const removed = undo.pop();
      if (!removed) return;
      moving.add(removed);
      notify();
      try {
        await entries.add(removed);
      } catch (error) {
        undo.push(removed);
        notify();
        throw error;
      } finally {
        moving.delete(removed);
      }
    },
    undoable: () => undo.peek()?.length ?? 0,
    holdUndo: undo.hold,
    sweep,
  };
}
