import type { FileId } from "../engine/state.ts";
import type { JournalDatabase } from "./journal-database.ts";

/** The part of what the browser grants this site that kept files may take up. */
export const KEPT_SHARE_OF_QUOTA = 0.1;
/** And never more than this many bytes: keeping a file means writing it to the disk once more. */
const KEPT_BYTES_MAX = 512 * 1024 ** 2;
/** Bytes are kept only of files that are unfinished for so long, in ms: most are uploaded by then. */
export const KEEP_AFTER_MS = 2_000;
/**
 * The pace of the copies, and how long a large file waits for its own: keeping must not cost the uploads their disk, and
 * on a line that is faster than this most are over before it is their turn.
 */
export const KEPT_BYTES_A_SECOND = 16 * 1024 ** 2;
/** Bytes, and files, written at once. */
const BATCH_BYTES = 8 * 1024 ** 2;
const BATCH_FILES = 50;

/** Copies of unfinished files, the small ones first and the last chosen of them, within a budget and at a pace. */
export interface JournalBytes {
  want(id: FileId, blob: Blob): void;
  /** Kept by an earlier page. */
  have(id: FileId, blob: Blob): void;
  drop(id: FileId): void;
  stop(): void;
}

/** A budget that is used up, or a browser that has no room, ends the keeping and nothing else. */
export function createJournalBytes(database: () => Promise<JournalDatabase>): JournalBytes {
  const wanted = new Map<FileId, Blob>();
  const kept = new Map<FileId, number>();
  let keptBytes = 0;
  let budget: number | undefined;
  let stopped = false;
  let working = false;
  /** The next file has no room. */
  let full = false;

  const enter = (id: FileId, size: number) => {
    leave(id);
    kept.set(id, size);
    keptBytes += size;
  };
  const leave = (id: FileId) => {
    keptBytes -= kept.get(id) ?? 0;
    kept.delete(id);
  };

  /** The next files that fit, as many as are written at once. @param line the smallest last; it is used up. */
  const nextBatch = (line: [FileId, Blob][]): [FileId, Blob][] => {
    const batch: [FileId, Blob][] = [];
    let bytes = 0;
    while (batch.length < BATCH_FILES && bytes < BATCH_BYTES) {
      const next = line.pop();
      if (!next) break;
      full = keptBytes + next[1].size > (budget ?? 0);
      if (full) break;
      const [id, { size }] = next;
      // Dropped since the line was made.
      if (!wanted.delete(id)) continue;
      enter(id, size);
      bytes += size;
      batch.push(next);
    }
    return batch;
  };

  const write = async (batch: readonly [FileId, Blob][]) => {
    const journal = await database();
    try {
      await journal.putBytes(batch);
    } catch {
      // One file that is gone from the disk fails the others with it.
      for (const file of batch) await writeOne(journal, file);
    }
  };

  const writeOne = async (journal: JournalDatabase, file: [FileId, Blob]) => {
    // Finished since its batch was begun: its row is gone, and nobody would ever take its bytes away.
    if (!kept.has(file[0])) return;
    try {
      if (!stopped) return await journal.putBytes([file]);
    } catch (error) {
      if (isFull(error)) stop();
    }
    leave(file[0]);
  };

  const keepLine = async (line: [FileId, Blob][]) => {
    let owed = 0;
    for (let next = line.at(-1); next && !stopped; next = line.at(-1)) {
      await rest(owed + next[1].size);
      const batch = nextBatch(line);
      if (batch.length === 0 || stopped) return;
      owed = batch.reduce((sum, [, { size }]) => sum + size, 0);
      await write(batch);
    }
  };

  const keep = async () => {
    await new Promise((resolve) => setTimeout(resolve, KEEP_AFTER_MS));
    try {
      budget ??= await budgetOf(navigator.storage);
      do {
        full = false;
        // The last chosen comes first among its likes: the others are nearer to their end.
        const line = [...wanted].sort(([, a], [, b]) => b.size - a.size);
        await keepLine(line);
        // What was wanted meanwhile has its turn, unless nothing fits any more.
      } while (!full && !stopped && wanted.size > 0);
    } catch {
      // No database, and so no copies.
      stop();
    }
    working = false;
  };

  const stop = () => {
    stopped = true;
    wanted.clear();
  };

  return {
    want(id, blob) {
      if (stopped || kept.has(id)) return;
      wanted.set(id, blob);
      if (working) return;
      working = true;
      void keep();
    },
    have: (id, blob) => enter(id, blob.size),
    drop(id) {
      wanted.delete(id);
      leave(id);
    },
    stop,
  };
}

/** As long as so many bytes may take. */
async function rest(bytes: number): Promise<void> {
  const ms = Math.floor((1000 * bytes) / KEPT_BYTES_A_SECOND);
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

/** The error may come from another realm: by its name. */
function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError";
}

async function budgetOf(storage: StorageManager): Promise<number> {
  const { quota = 0, usage = 0 } = await storage.estimate();
  return Math.min(KEPT_BYTES_MAX, Math.max(0, (quota - usage) * KEPT_SHARE_OF_QUOTA));
}
