import { type History, type HistoryEntry, type HistoryId, historyId } from "../contract/history.ts";
import type { Connectivity, Verifier } from "../engine/ports.ts";
import { createHistoryDatabase } from "./history-database.ts";
import { createHistoryEntries } from "./history-entries.ts";
import { createProblemWatch } from "./history-problem.ts";
import { recheckLinks } from "./history-recheck.ts";
import { createHistoryRemovals } from "./history-removals.ts";

/** A history that can be written to by whoever sees uploads finish. */
export interface HistoryStore extends History {
  /** Adds entries, or brings them to the top. Rejects with a `HistoryError`. */
  record(entries: readonly HistoryEntry[]): Promise<void>;
  /** Changes what is known of a link, where its entry is still there. Rejects with a `HistoryError`. */
  update(changes: ReadonlyMap<HistoryId, Partial<HistoryEntry>>): Promise<void>;
  /** Keeps a preview, where its entry is still there. Rejects with a `HistoryError`. */
  keepThumbnail(id: HistoryId, blob: Blob): Promise<void>;
}

interface HistoryPorts {
  readonly verifier: Verifier;
  readonly connectivity: Pick<Connectivity, "online">;
}

/** The history of this browser, in IndexedDB. Nothing is opened before it is first used. */
export function createHistory(
  { verifier, connectivity }: HistoryPorts,
  database = createHistoryDatabase(),
): HistoryStore {
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };
  const problems = createProblemWatch(notify);
  const entries = createHistoryEntries(database, problems.write);
  const removals = createHistoryRemovals(database, entries, notify);
  let swept = false;

  return {
    async search(signal, query) {
      try {
        const found = await entries.search(signal, query);
        if (!swept) removals.sweep();
        swept = true;
        return found;
      } catch (error) {
        problems.searchFailed(error);
        throw error;
      }
    },
    async find(content) {
      const same = await entries.ofContent(content).catch(() => []);
      return same.sort((a, b) => b.addedAt - a.addedAt)[0];
    },
    thumbnail: (id) => database.readThumbnail(id),

    record: entries.put,
    update: entries.update,
    async keepThumbnail(id, blob) {
      const kept = await problems.write(database.putThumbnail(id, await blob.arrayBuffer(), blob.type));
      if (kept) entries.changed([id]);
    },

    remove: removals.remove,
    undo: removals.undo,
    undoable: removals.undoable,
    holdUndo: removals.holdUndo,

    async merge(given) {
      const added = await entries.add(distinct(given));
      return { added: added.length, known: given.length - added.length };
    },
    async recheck(signal, ids, onProgress) {
      const chosen = await entries.read(ids);
      return recheckLinks(signal, chosen, { verifier, connectivity, save: entries.update, onProgress });
    },

    problem: problems.current,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    onChange: entries.onChange,
  };
}

/** The first of each entry. */
function distinct(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const known = new Set<HistoryId>();
  return entries.filter((entry) => {
    const id = historyId(entry);
    return !known.has(id) && known.add(id);
  });
}
