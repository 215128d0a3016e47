import {
  type History,
  type HistoryChange,
  type HistoryEntry,
  type HistoryError,
  type HistoryId,
  type HistoryProblem,
  historyId,
} from "../contract/history.ts";
import type { Connectivity, Verifier } from "../engine/ports.ts";
import { createHistoryCatalogue } from "./history-catalogue.ts";
import { createHistoryChannel } from "./history-channel.ts";
import { createHistoryDatabase, PAGE_ROWS } from "./history-database.ts";
import { recheckLinks } from "./history-recheck.ts";
import { createUndoStack } from "./history-undo.ts";

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
  const catalogue = createHistoryCatalogue(database);
  const listeners = new Set<() => void>();
  const changeListeners = new Set<(change: HistoryChange) => void>();
  const channel = createHistoryChannel((change) => void takeOver(change));
  let problem: HistoryProblem | undefined;

  const notify = () => {
    for (const listener of listeners) listener();
  };
  const tellHere = (change: HistoryChange) => {
    for (const listener of changeListeners) listener(change);
  };
  const changed = (ids: readonly HistoryId[]) => {
    if (ids.length === 0) return;
    tellHere({ ids });
    channel.tell({ ids });
  };

  const setProblem = (next: HistoryProblem | undefined) => {
    if (problem === next) return;
    problem = next;
    notify();
  };

  /** Every write goes through here, so that the newest problem is known. */
  const write = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const result = await work;
      setProblem(undefined);
      return result;
    } catch (error) {
      setProblem(isHistoryError(error) ? error.problem : "failed");
      throw error;
    }
  };

  /** What another tab has changed. */
  const takeOver = async (change: HistoryChange) => {
    if (change === "all") catalogue.forget();
    else if (catalogue.inUse()) {
      try {
        const entries = await database.read(change.ids);
        catalogue.remove(change.ids);
        catalogue.put(entries);
      } catch {
        catalogue.forget();
      }
    }
    tellHere(change);
  };

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
  let swept = false;

  const put = async (entries: readonly HistoryEntry[]) => {
    await write(database.put(entries));
    catalogue.put(entries);
    changed(entries.map(historyId));
  };

  const update = async (changes: ReadonlyMap<HistoryId, Partial<HistoryEntry>>) => {
    const entries = await write(database.update(changes));
    catalogue.put(entries);
    changed(entries.map(historyId));
  };

  const add = async (entries: readonly HistoryEntry[]) => {
    const added: HistoryEntry[] = [];
    try {
      // A page at a time in memory as on the disk: ten thousand at once would be felt.
      for (let at = 0; at < entries.length; at += PAGE_ROWS) {
        const page = await write(database.add(entries.slice(at, at + PAGE_ROWS)));
        catalogue.put(page);
        added.push(...page);
      }
    } finally {
      changed(added.map(historyId));
    }
    return added;
  };

  return {
    async search(signal, query) {
      try {
        const found = await catalogue.search(signal, query);
        if (!swept) sweep();
        swept = true;
        return found;
      } catch (error) {
        if (isHistoryError(error)) setProblem(error.problem);
        throw error;
      }
    },
    async find(content) {
      const same = await catalogue.ofContent(content).catch(() => []);
      return same.sort((a, b) => b.addedAt - a.addedAt)[0];
    },
    thumbnail: (id) => database.readThumbnail(id),

    record: put,
    update,
    async keepThumbnail(id, blob) {
      const kept = await write(database.putThumbnail(id, await blob.arrayBuffer(), blob.type));
      if (kept) changed([id]);
    },

    async remove(ids) {
      const removed = await entriesOf(ids);
      moving.add(removed);
      try {
        await write(database.remove(ids));
        catalogue.remove(ids);
        // A key that repeats asks again for what is going: one removal is taken back once, and none is not one.
        const going = new Set(undo.entries().map(historyId));
        const fresh = removed.filter((entry) => !going.has(historyId(entry)));
        if (fresh.length > 0) undo.push(fresh);
      } finally {
        moving.delete(removed);
      }
      notify();
      changed(ids);
    },
    async undo() {
      const removed = undo.pop();
      if (!removed) return;
      moving.add(removed);
      notify();
      try {
        await add(removed);
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

    async merge(entries) {
      const known = new Set<HistoryId>();
      const distinct = entries.filter((entry) => {
        const id = historyId(entry);
        return !known.has(id) && known.add(id);
      });
      const added = await add(distinct);
      return { added: added.length, known: entries.length - added.length };
    },
    async recheck(signal, ids, onProgress) {
      const entries = await entriesOf(ids);
      return recheckLinks(signal, entries, { verifier, connectivity, save: update, onProgress });
    },

    problem: () => problem,
    subscribe: (listener) => listen(listeners, listener),
    onChange: (listener) => listen(changeListeners, listener),
  };

  /** From memory where they are: whoever names ids has mostly searched before. */
  async function entriesOf(ids: readonly HistoryId[]): Promise<HistoryEntry[]> {
    const known = ids.flatMap((id) => catalogue.get(id) ?? []);
    return known.length === ids.length ? known : database.read(ids);
  }
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function isHistoryError(error: unknown): error is HistoryError {
  return error instanceof Error && error.name === "HistoryError";
}
