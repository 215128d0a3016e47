import type { DBSchema } from "idb";
import * as v from "valibot";
import { Digests } from "../contract/digest.ts";
import { Removal } from "../contract/removal.ts";
import type { JournalRow } from "../engine/ports.ts";
import type { FileId } from "../engine/state.ts";
import { createConnection, ignore } from "./database-connection.ts";

const JOURNAL_DATABASE = "cosdrop-journal";

/** A row of an earlier page that is older than this, in ms, is not brought back. */
const JOURNAL_MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const KeptRow = v.object({
  id: v.string(),
  /** The page that it belongs to. */
  session: v.string(),
  /** ms since the epoch. */
  notedAt: v.number(),
  /** Where it stands among the others. Rows come back ordered by their ids, and those say nothing of it. */
  place: v.optional(Count, 0),
  name: v.string(),
  folder: v.string(),
  size: Count,
  lastModified: v.number(),
  paused: v.boolean(),
  unbidden: v.optional(v.boolean()),
  still: v.optional(v.boolean()),
  unread: v.optional(v.boolean()),
  known: v.optional(v.object({ digests: Digests, size: Count, type: v.string(), removal: v.exactOptional(Removal) })),
});
type KeptRow = v.InferOutput<typeof KeptRow>;

interface Schema extends DBSchema {
  rows: { key: FileId; value: KeptRow; indexes: { session: string } };
  /** Apart from the rows, so that a change of a row never writes its bytes again. */
  bytes: { key: FileId; value: Blob };
}

/** A row, and where it stands among all that are kept: the smaller comes first, whichever page it is of. */
export interface PlacedRow extends JournalRow {
  readonly place: number;
  /** No row, but the mark of a page that has not read all of its rows. */
  readonly unread?: boolean | undefined;
}

/** The tables of the journal. Every method rejects with the browser's own error. */
export interface JournalDatabase {
  /** Writes rows of a page, and takes others away with their bytes. */
  write(session: string, rows: readonly PlacedRow[], gone: readonly FileId[]): Promise<void>;
  putBytes(files: readonly (readonly [FileId, Blob])[]): Promise<void>;
  /** Every page that has rows. */
  sessions(): Promise<string[]>;
  /** Makes one page's rows another's. @returns those that are not too old, in order, with such bytes as were kept. */
  adopt(from: string, to: string): Promise<PlacedRow[]>;
}

/** Opens with the first request, and again where the browser has closed it in between. */
export function createJournalDatabase(): JournalDatabase {
  const run = createConnection<Schema>({
    name: JOURNAL_DATABASE,
    version: 1,
    create(database) {
      database.createObjectStore("rows", { keyPath: "id" }).createIndex("session", "session");
      database.createObjectStore("bytes");
    },
  });

  return {
    write: (session, changed, gone) =>
      run(async (database) => {
        const transaction = database.transaction(["rows", "bytes"], "readwrite");
        const [rows, bytes] = [transaction.objectStore("rows"), transaction.objectStore("bytes")];
        const notedAt = Date.now();
        for (const row of changed) ignore(rows.put(keptRow(row, session, notedAt)));
        for (const id of gone) {
          ignore(rows.delete(id));
          ignore(bytes.delete(id));
        }
        // A page that goes before its requests are answered takes a transaction along that nobody has committed.
        transaction.commit();
        await transaction.done;
      }),
    putBytes: (files) =>
      run(async (database) => {
        const { store, done } = database.transaction("bytes", "readwrite");
        for (const [id, blob] of files) ignore(store.put(blob, id));
        await done;
      }),
    sessions: () =>
      run(async (database) => {
        const { store } = database.transaction("rows");
        const found: string[] = [];
        for (let at = await store.index("session").openKeyCursor(null, "nextunique"); at; at = await at.continue()) {
          found.push(at.key);
        }
        return found;
      }),
    adopt: (from, to) =>
      run(async (database) => {
        const transaction = database.transaction(["rows", "bytes"], "readwrite");
        const [rows, bytes] = [transaction.objectStore("rows"), transaction.objectStore("bytes")];
        const all = await rows.index("session").getAll(from);
        const kept = all.flatMap(usableRow);
        const ids = new Set(kept.map(({ id }) => id));
        for (const row of kept) ignore(rows.put({ ...row, session: to }));
        for (const { id } of all.filter((row) => !ids.has(row.id))) {
          ignore(rows.delete(id));
          ignore(bytes.delete(id));
        }
        const blobs = await Promise.all(kept.map(({ id }) => bytes.get(id)));
        await transaction.done;
        return kept.map((row, index) => placedRow(row, blobs[index])).sort((a, b) => a.place - b.place);
      }),
  };
}

function usableRow(row: unknown): KeptRow[] {
  const { success, output } = v.safeParse(KeptRow, row);
  return success && Date.now() - output.notedAt < JOURNAL_MAX_AGE_MS ? [output] : [];
}

function keptRow({ blob: _apart, known, ...row }: PlacedRow, session: string, notedAt: number): KeptRow {
  return { ...row, session, notedAt, ...(known && { known: { ...known } }) };
}

/** Bytes that are not all there are not there. */
function placedRow({ session: _page, notedAt: _then, ...row }: KeptRow, blob: Blob | undefined): PlacedRow {
  return { ...row, known: row.known, blob: blob?.size === row.size ? blob : undefined };
}
