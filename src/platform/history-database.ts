import type { DBSchema } from "idb";
import * as v from "valibot";
import { HistoryEntry, HistoryError, type HistoryId, historyId } from "../contract/history.ts";
import { type Connection, createConnection, ignore } from "./database-connection.ts";

const HISTORY_DATABASE = "cosdrop-history";
const VERSION = 1;

/** Rows read or written at once: few enough that no single task is felt. */
export const PAGE_ROWS = 250;

interface Schema extends DBSchema {
  entries: {
    key: HistoryId;
    value: HistoryEntry;
    indexes: { content: [md5: string, sha1: string, size: number] };
  };
  /** Apart from the entries, so that a search never reads a picture; bytes, for not every browser keeps blobs here. */
  thumbnails: { key: HistoryId; value: { bytes: ArrayBuffer; type: string } };
}

/** The tables of the history. Every method rejects with a `HistoryError`. */
export interface HistoryDatabase {
  /** Every entry, a page at a time, in no order that means anything. */
  readAll(onPage: (page: readonly HistoryEntry[]) => void): Promise<void>;
  /** How many entries there are. */
  count(): Promise<number>;
  /** Those of these that are there. */
  read(ids: readonly HistoryId[]): Promise<HistoryEntry[]>;
  /** Entries of exactly these bytes. */
  readContent(md5: string, sha1: string, size: number): Promise<HistoryEntry[]>;
  /** Adds entries, or puts them in the place of those with their ids. */
  put(entries: readonly HistoryEntry[]): Promise<void>;
  /** Adds those that are not there yet. @returns what was added. */
  add(entries: readonly HistoryEntry[]): Promise<HistoryEntry[]>;
  /** Changes those of these that are there. @returns what they became. */
  update(changes: ReadonlyMap<HistoryId, Partial<HistoryEntry>>): Promise<HistoryEntry[]>;
  /** Takes entries away; their thumbnails stay until `sweep`. */
  remove(ids: readonly HistoryId[]): Promise<void>;
  /** Kept only while its entry is there. @returns whether it was kept. */
  putThumbnail(id: HistoryId, bytes: ArrayBuffer, type: string): Promise<boolean>;
  readThumbnail(id: HistoryId): Promise<Blob | undefined>;
  /** Takes away every thumbnail without an entry. @param except which are left; asked again with every page. */
  sweep(except: () => ReadonlySet<HistoryId>): Promise<void>;
}

/** Opens with the first request, and again where the browser has closed it in between. */
export function createHistoryDatabase(): HistoryDatabase {
  const connection = createConnection<Schema>({
    name: HISTORY_DATABASE,
    version: VERSION,
    create(database) {
      database.createObjectStore("entries").createIndex("content", ["md5", "sha1", "size"]);
      database.createObjectStore("thumbnails");
    },
    refused: (cause) => new HistoryError("refused", { cause }),
  });
  const run: Connection<Schema> = (work) =>
    connection(work).catch((error: unknown) => {
      throw asHistoryError(error);
    });
  const inPages = async <T>(all: readonly T[], work: (page: readonly T[]) => Promise<void>) => {
    for (let at = 0; at < all.length; at += PAGE_ROWS) await work(all.slice(at, at + PAGE_ROWS));
  };

  return {
    readAll: (onPage) =>
      run(async (database) => {
        for (let last: HistoryId | undefined; ; ) {
          const range = last === undefined ? undefined : IDBKeyRange.lowerBound(last, true);
          const keys = await database.getAllKeys("entries", range, PAGE_ROWS);
          const end = keys.at(-1);
          if (end === undefined) return;
          const page = await database.getAll("entries", last === undefined ? bound(undefined, end) : bound(last, end));
          onPage(page.filter(isEntry));
          last = end;
        }
      }),
    count: () => run((database) => database.count("entries")),
    read: (ids) =>
      run(async (database) => {
        const found = await Promise.all(ids.map((id) => database.get("entries", id)));
        return found.filter(isEntry);
      }),
    readContent: (md5, sha1, size) =>
      run(async (database) => {
        const found = await database.getAllFromIndex("entries", "content", IDBKeyRange.only([md5, sha1, size]));
        return found.filter(isEntry);
      }),
    put: (entries) =>
      run((database) =>
        inPages(entries, async (page) => {
          const transaction = database.transaction("entries", "readwrite");
          for (const entry of page) ignore(transaction.store.put(entry, historyId(entry)));
          // A page that goes before its requests are answered takes a transaction along that nobody has committed.
          transaction.commit();
          await transaction.done;
        }),
      ),
    async add(entries) {
      const added: HistoryEntry[] = [];
      await run((database) =>
        inPages(entries, async (page) => {
          const { store, done } = database.transaction("entries", "readwrite");
          const known = await Promise.all(page.map((entry) => store.getKey(historyId(entry))));
          const missing = page.filter((_, index) => known[index] === undefined);
          for (const entry of missing) ignore(store.put(entry, historyId(entry)));
          await done;
          added.push(...missing);
        }),
      );
      return added;
    },
    async update(changes) {
      const changed: HistoryEntry[] = [];
      await run((database) =>
        inPages([...changes], async (page) => {
          const { store, done } = database.transaction("entries", "readwrite");
          const before = await Promise.all(page.map(([id]) => store.get(id)));
          const after = page.flatMap(([, change], index) => {
            const entry = before[index];
            return entry === undefined ? [] : [{ ...entry, ...change }];
          });
          for (const entry of after) ignore(store.put(entry, historyId(entry)));
          await done;
          changed.push(...after);
        }),
      );
      return changed;
    },
    remove: (ids) =>
      run((database) =>
        inPages(ids, async (page) => {
          const { store, done } = database.transaction("entries", "readwrite");
          for (const id of page) ignore(store.delete(id));
          await done;
        }),
      ),
    putThumbnail: (id, bytes, type) =>
      run(async (database) => {
        const transaction = database.transaction(["entries", "thumbnails"], "readwrite");
        const kept = (await transaction.objectStore("entries").getKey(id)) !== undefined;
        if (kept) ignore(transaction.objectStore("thumbnails").put({ bytes, type }, id));
        await transaction.done;
        return kept;
      }),
    readThumbnail: (id) =>
      run(async (database) => {
        const kept = await database.get("thumbnails", id);
        return kept && new Blob([kept.bytes], { type: kept.type });
      }),
    sweep: (except) =>
      run(async (database) => {
        for (let last: HistoryId | undefined; ; ) {
          const range = last === undefined ? undefined : IDBKeyRange.lowerBound(last, true);
          const transaction = database.transaction(["entries", "thumbnails"], "readwrite");
          const thumbnails = transaction.objectStore("thumbnails");
          const keys = await thumbnails.getAllKeys(range, PAGE_ROWS);
          const end = keys.at(-1);
          const kept = end === undefined ? [] : await transaction.objectStore("entries").getAllKeys(bound(last, end));
          const entries = new Set(kept);
          const spared = except();
          for (const id of keys) if (!entries.has(id) && !spared.has(id)) ignore(thumbnails.delete(id));
          await transaction.done;
          if (end === undefined) return;
          last = end;
        }
      }),
  };
}

function asHistoryError(error: unknown): HistoryError {
  if (error instanceof HistoryError) return error;
  const full = error instanceof Error && error.name === "QuotaExceededError";
  return new HistoryError(full ? "full" : "failed", { cause: error });
}

/** Above `after`, up to `last`. */
function bound(after: HistoryId | undefined, last: HistoryId): IDBKeyRange {
  return after === undefined ? IDBKeyRange.upperBound(last) : IDBKeyRange.bound(after, last, true);
}

/** Kept data is outside data: an older version or a person's own tools may have written it. */
function isEntry(value: unknown): value is HistoryEntry {
  return v.is(HistoryEntry, value);
}
