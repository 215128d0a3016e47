import {
  type HistoryContent,
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
/** A history of more entries is not read for their content's sake: that would be felt. */
const READ_FOR_CONTENT_MAX = 1000;

/** Every entry in memory (never a thumbnail), read once and then kept up with each change. */
export interface HistoryCatalogue {
  /** Reads the database on first use. Rejects with a `HistoryError` or the signal's reason. */
  search(signal: AbortSignal, query: HistoryQuery): Promise<HistoryFound>;
  /**
   * Entries of exactly these bytes: from memory where a history is short or has been searched, since a question to the
   * database takes up to a tenth of the time of a small file's upload. Rejects with a `HistoryError`.
   */
  ofContent(content: HistoryContent): Promise<HistoryEntry[]>;
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

type Database = Pick<HistoryDatabase, "readAll" | "readContent" | "count">;

/** Nothing is read before the first question. */
export function createHistoryCatalogue(database: Database): HistoryCatalogue {
  let rows = new Map<HistoryId, HistoryRow>();
  /** May name entries that are gone or have become others. */
  let idsByDigest = new Map<string, Set<HistoryId>>();
  let isShort: Promise<boolean> | undefined;
  let loading: Promise<void> | undefined;
  let sorted: Sorted | undefined;

  const put = (entries: readonly HistoryEntry[]) => {
    for (const entry of entries) {
      const id = historyId(entry);
      rows.set(id, historyRow(entry));
      const ids = idsByDigest.get(entry.sha1);
      if (ids) ids.add(id);
      else idsByDigest.set(entry.sha1, new Set([id]));
    }
    sorted = undefined;
  };

  const forget = () => {
    rows = new Map();
    idsByDigest = new Map();
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

  const countedAsShort = () => {
    isShort ??= database.count().then(
      (count) => count <= READ_FOR_CONTENT_MAX,
      (error: unknown) => {
        // Counted again by the next file.
        isShort = undefined;
        throw error;
      },
    );
    return isShort;
  };

  return {
    async search(signal, query) {
      await load();
      signal.throwIfAborted();
      sorted ??= sort([...rows.values()]);
      const { rows: all, ...facets } = sorted;
      return { entries: await filter(signal, all, createMatcher(query)), ...facets };
    },
    async ofContent({ md5, sha1, size }) {
      if (loading === undefined && !(await countedAsShort())) return database.readContent(md5, sha1, size);
      await load();
      const entries = [...(idsByDigest.get(sha1) ?? [])].flatMap((id) => rows.get(id)?.entry ?? []);
      return entries.filter((entry) => entry.md5 === md5 && entry.sha1 === sha1 && entry.size === size);
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
