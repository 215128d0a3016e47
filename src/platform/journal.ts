import type { Journal } from "../engine/ports.ts";
import type { FileId } from "../engine/state.ts";
import type { UploadEngine } from "../engine/types.ts";
import type { JournalBytes } from "./journal-bytes.ts";
import type { JournalDatabase, PlacedRow } from "./journal-database.ts";
import { untilDone } from "./until-done.ts";

/** What happens to rows is gathered for this long before it is written, in ms: a small file is done by then. */
export const JOURNAL_DELAY_MS = 500;
/**
 * What is finished is let go of this long after the last that was, in ms: Firefox gives up what a tab that is closed
 * still writes, and its rows would come back.
 */
export const LET_GO_MS = 50;
/** Rows written at once: few enough that no single task is felt. */
const PAGE_ROWS = 250;
/** How long a page that has just gone may take to let go of its rows, in ms. */
const RELEASE_PATIENCE_MS = 1_000;

/** A journal that can give back what it has kept. */
export interface BrowserJournal extends Journal {
  /** Writes down what is gathered, before a page that may be left is: WebKit often gives up what is written as it goes. */
  save(): void;
  /** Something is being read, or no more: a page that goes meanwhile will not have all of its rows. */
  reading(active: boolean): void;
  /** Gives the engine the rows of pages that are gone. Never rejects. @returns whether one went while it was reading. */
  restore(engine: Pick<UploadEngine, "restore">): Promise<boolean>;
}

/**
 * The journal in IndexedDB. A browser that refuses it, or whose space is used up, keeps less or nothing, and uploads
 * never notice. Undefined where pages could not tell whether another one still lives: Web Locks need a secure context.
 */
export function createJournal(open = openJournal): BrowserJournal | undefined {
  const { locks } = navigator;
  if (locks === undefined) return undefined;
  const session = crypto.randomUUID();
  // Held until the page is gone, however it goes; never released by hand.
  const alive = new Promise<void>((resolve) => {
    locks
      .request(lockName(session), () => {
        resolve();
        return new Promise<never>(() => {});
      })
      .catch(() => undefined);
  });
  const database = untilDone(open);
  const bytes = untilDone(async () => (await import("./journal-late.ts")).createJournalBytes(database));
  /** In the order in which it is called, for all of it waits for the same code. */
  const withBytes = (act: (bytes: JournalBytes) => void) => void bytes().then(act, () => undefined);
  const mark = unreadMark(session);
  const pending = new Map<FileId, PlacedRow | undefined>();
  const places = createPlaces();
  /** What the database may have: a row leaves it with the write that takes it away, not when that is asked for. */
  const written = new Set<FileId>();
  let refusing = false;
  let writing = false;
  let lettingGo: ReturnType<typeof setTimeout> | undefined;

  const writePage = async () => {
    const page = [...pending].slice(0, PAGE_ROWS);
    for (const [id] of page) pending.delete(id);
    const rows = page.flatMap(([, row]) => row ?? []);
    const gone = page.flatMap(([id, row]) => (row === undefined ? [id] : []));
    for (const id of gone) written.delete(id);
    for (const { id } of rows) written.add(id);
    try {
      await (await database()).write(session, rows, gone);
    } catch (error) {
      for (const id of gone) {
        written.add(id);
        pending.set(id, undefined);
      }
      throw error;
    }
  };

  const writeAll = async () => {
    while (pending.size > 0) await writePage();
  };

  /** Letting go needs no room, and a finished row that stays would come back: only notes are given up. */
  const refuseNotes = () => {
    refusing = true;
    for (const [id, row] of pending) if (row) pending.delete(id);
    withBytes((it) => it.stop());
  };

  /** What is still there then goes with the next row that is let go of. */
  const writeOut = () =>
    writeAll()
      .catch(() => {
        refuseNotes();
        return writeAll();
      })
      .catch(() => undefined);

  const write = async () => {
    await alive;
    await new Promise((resolve) => setTimeout(resolve, JOURNAL_DELAY_MS));
    await writeOut();
    writing = false;
  };

  // A row that was finished just before the page went would come back. In Chromium a transaction begun now still ends;
  // Firefox and WebKit give some up.
  window.addEventListener("pagehide", writeOut);

  const queue = (id: FileId, row: PlacedRow | undefined) => {
    pending.set(id, row);
    if (writing) return;
    writing = true;
    void write();
  };

  const letGo = (id: FileId) => {
    if (!written.has(id)) return void pending.delete(id);
    queue(id, undefined);
    clearTimeout(lettingGo);
    lettingGo = setTimeout(writeOut, LET_GO_MS);
  };

  return {
    session,
    save: writeOut,
    note(row) {
      if (refusing) return;
      queue(row.id, { ...row, place: places.of(row.id) });
      const { id, blob } = row;
      if (blob) withBytes((it) => it.want(id, blob));
    },
    forget(id) {
      withBytes((it) => it.drop(id));
      letGo(id);
    },
    reading(active) {
      if (active && !refusing) queue(mark.id, mark);
      else letGo(mark.id);
    },
    async restore(engine) {
      let unread = false;
      try {
        await alive;
        const from = await database();
        for (const other of await from.sessions()) {
          if (other === session) continue;
          const rows = await whenGone(locks, other, () => from.adopt(other, session));
          for (const row of rows) {
            const { id, place, blob } = row;
            written.add(id);
            if (row.unread) {
              unread = true;
              queue(id, undefined);
              continue;
            }
            places.put(id, place);
            if (blob) withBytes((it) => it.have(id, blob));
          }
          engine.restore(rows.filter((row) => !row.unread));
        }
      } catch {
        // A browser that keeps nothing has nothing to bring back.
      }
      return unread;
    },
  };
}

/** Stands among a page's rows for those that are not known yet. */
function unreadMark(session: string): PlacedRow {
  const nothing = { name: "", folder: "", size: 0, lastModified: 0, paused: false, known: undefined, blob: undefined };
  return { id: `${session}:unread`, place: 0, unread: true, ...nothing };
}

/**
 * Places rise with the time, in µs, so that the rows of several pages have one order without knowing of each other. None
 * is forgotten: a row that was cancelled may be taken up again, and stands where it stood.
 */
function createPlaces() {
  const known = new Map<FileId, number>();
  let last = 0;
  return {
    of(id: FileId): number {
      const place = known.get(id) ?? Math.max(last + 1, Date.now() * 1_000);
      last = Math.max(last, place);
      known.set(id, place);
      return place;
    },
    put: (id: FileId, place: number) => known.set(id, place),
  };
}

async function openJournal(): Promise<JournalDatabase> {
  return (await import("./journal-late.ts")).createJournalDatabase();
}

/** @returns nothing where the page still lives. */
async function whenGone(
  locks: LockManager,
  session: string,
  adopt: () => Promise<PlacedRow[]>,
): Promise<readonly PlacedRow[]> {
  const signal = AbortSignal.timeout(RELEASE_PATIENCE_MS);
  try {
    return await locks.request(lockName(session), { signal }, adopt);
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}

function lockName(session: string): string {
  return `cosdrop-journal:${session}`;
}
