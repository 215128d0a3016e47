import { type History, type HistoryChange, type HistoryEntry, type HistoryId, historyId } from "../contract/history.ts";
import { createHistoryCatalogue, type HistoryCatalogue } from "./history-catalogue.ts";
import { createHistoryChannel } from "./history-channel.ts";
import { type HistoryDatabase, PAGE_ROWS } from "./history-database.ts";
import type { ProblemWatch } from "./history-problem.ts";

/**
 * The entries in the table, with what is known of them in memory; each change is told here and to the other tabs. What
 * writes rejects with a `HistoryError`.
 */
export interface HistoryEntries extends Pick<HistoryCatalogue, "search" | "ofContent">, Pick<History, "onChange"> {
  /** From memory where they are: whoever names ids has mostly searched before. */
  read(ids: readonly HistoryId[]): Promise<HistoryEntry[]>;
  /** Adds entries, or brings them to the top. */
  put(entries: readonly HistoryEntry[]): Promise<void>;
  /** Changes what is known of a link, where its entry is still there. */
  update(changes: ReadonlyMap<HistoryId, Partial<HistoryEntry>>): Promise<void>;
  /** Adds what is not there yet. @returns what was added. */
  add(entries: readonly HistoryEntry[]): Promise<HistoryEntry[]>;
  /** Nobody is told of it: `changed` is left to the caller, who has something to do first. */
  removeUntold(ids: readonly HistoryId[]): Promise<void>;
  /** Tells that these changed. */
  changed(ids: readonly HistoryId[]): void;
}

/** Nothing is opened before it is first used. */
export function createHistoryEntries(database: HistoryDatabase, write: ProblemWatch["write"]): HistoryEntries {
  const catalogue = createHistoryCatalogue(database);
  const listeners = new Set<(change: HistoryChange) => void>();
  const tellHere = (change: HistoryChange) => {
    for (const listener of listeners) listener(change);
  };
  const onOtherTab = async (change: HistoryChange) => {
    await takeOver(change, catalogue, database);
    tellHere(change);
  };
  const channel = createHistoryChannel((change) => void onOtherTab(change));
  const changed = (ids: readonly HistoryId[]) => {
    if (ids.length === 0) return;
    tellHere({ ids });
    channel.tell({ ids });
  };

  return {
    search: catalogue.search,
    ofContent: catalogue.ofContent,
    async read(ids) {
      const known = ids.flatMap((id) => catalogue.get(id) ?? []);
      return known.length === ids.length ? known : database.read(ids);
    },

    async put(entries) {
      await write(database.put(entries));
      catalogue.put(entries);
      changed(entries.map(historyId));
    },
    async update(changes) {
      const entries = await write(database.update(changes));
      catalogue.put(entries);
      changed(entries.map(historyId));
    },
    async add(entries) {
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
    },
    async removeUntold(ids) {
      await write(database.remove(ids));
      catalogue.remove(ids);
    },

    changed,
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** What another tab has changed: what is in memory becomes what is in the table, or is read again when it is asked for. */
async function takeOver(change: HistoryChange, catalogue: HistoryCatalogue, database: HistoryDatabase): Promise<void> {
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
}
