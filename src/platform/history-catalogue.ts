import {
  type HistoryEntry,
  type HistoryFound,
  type HistoryId,
  type HistoryQuery,
  historyId,
} from "../contract/history.ts";
import type { HistoryDatabase } from "./history-database.ts";
import { createMatcher, type HistoryRow, historyRow } from "./history-match.ts";

/** How long a search may hold the page before it lets others go on, in ms. */
const SEARCH_SLICE_MS = 8;
/** Rows between two looks at the clock. */
const ROWS_PER_LOOK = 500;

/** Every entry in memory (never a thumbnail), read once and then kept up with each change. */
export interface HistoryCatalogue {
  /** Reads the database on first use. Rejects with a `HistoryError` or the signal's reason. */
  search(signal: AbortSignal, query: HistoryQuery): Promise<HistoryFound>;
  /** Whether it holds anything that could be out of date. */
  inUse(): boolean;
  get(id: HistoryId): HistoryEntry | undefined;
  put(entries: readonly HistoryEntry[]): void;
  remove(ids: readonly HistoryId[]): void;
  /** Reads everything again with the next search. */
  forget(): void;
}

interface Sorted extends Omit<HistoryFound, "entries"> {
  /** Newest first. */
  readonly rows: readonly HistoryRow[];
}

export function createHistoryCatalogue(database: Pick<HistoryDatabase, "readAll">): HistoryCatalogue {
  let rows = new Map<HistoryId, HistoryRow>();
  let loading: Promise<void> | undefined;
  let sorted: Sorted | undefined;

  const put = (entries: readonly HistoryEntry[]) => {
    for (const entry of entries) rows.set(historyId(entry), historyRow(entry));
    sorted = undefined;
  };

  const forget = () => {
    rows = new Map();
    loading = undefined;
    sorted = undefined;
  };

  const load = () => {
    loading ??= database.readAll(put).catch((error: unknown) => {
      forget();
      throw error;
    });
    return loading;
  };

  return {
    async search(signal, query) {
      await load();
      signal.throwIfAborted();
      sorted ??= sort([...rows.values()]);
      const { rows: all, ...facets } = sorted;
      return { entries: await filter(signal, all, createMatcher(query)), ...facets };
    },
    inUse: () => loading !== undefined,
    get: (id) => rows.get(id)?.entry,
    put(entries) {
      if (loading) put(entries);
    },
    remove(ids) {
      for (const id of ids) rows.delete(id);
      sorted = undefined;
    },
    forget,
  };
}

function sort(rows: HistoryRow[]): Sorted {
  rows.sort((a, b) => b.entry.addedAt - a.entry.addedAt || compareText(historyId(a.entry), historyId(b.entry)));
  return {
    rows,
    total: rows.length,
    types: [...new Set(rows.map(({ entry }) => entry.type))].sort(),
    hosts: [...new Set(rows.map(({ host }) => host))].sort(),
  };
}

async function filter(
  signal: AbortSignal,
  rows: readonly HistoryRow[],
  matches: (row: HistoryRow) => boolean,
): Promise<HistoryEntry[]> {
  const found: HistoryEntry[] = [];
  let began = performance.now();
  for (let at = 0; at < rows.length; at += ROWS_PER_LOOK) {
    for (const row of rows.slice(at, at + ROWS_PER_LOOK)) if (matches(row)) found.push(row.entry);
    if (performance.now() - began < SEARCH_SLICE_MS) continue;
    await new Promise((resume) => setTimeout(resume));
    signal.throwIfAborted();
    began = performance.now();
  }
  return found;
}

/** By code unit: the same order at every reading, in every tab. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
