import type { FileId } from "../engine/state.ts";
import type { JournalDatabase } from "./journal-database.ts";

/** The part of what the browser grants this site that kept files may take up. */
export const KEPT_SHARE_OF_QUOTA = 0.1;
/** And never more than this many bytes: keeping a file means writing it to the disk once more. */
export const KEPT_BYTES_MAX = 512 * 1024 ** 2;
/** Bytes are kept only of files that are unfinished for so long, in ms: most are uploaded by then. */
export const KEEP_AFTER_MS = 2_000;
/** Bytes, and files, written at once. */
const BATCH_BYTES = 8 * 1024 ** 2;
const BATCH_FILES = 50;

/** Copies of unfinished files, the small ones first, within a budget. */
export interface JournalBytes {
  want(id: FileId, blob: Blob): void;
  /** Kept by an earlier page. */
  have(id: FileId, blob: Blob): void;
  drop(id: FileId): void;
  stop(): void;
}

/** A budget that is used up, or a browser that refuses, ends the keeping and nothing else. */
export function createJournalBytes(database: () => Promise<JournalDatabase>): JournalBytes {
  const wanted = new Map<FileId, Blob>();
  const kept = new Map<FileId, number>();
  let budget: number | undefined;
  let stopped = false;
  let working = false;

  const room = () => (budget ?? 0) - [...kept.values()].reduce((sum, size) => sum + size, 0);

  /** The smallest files that fit, as many as are written at once. */
  const nextBatch = (): [FileId, Blob][] => {
    const batch: [FileId, Blob][] = [];
    let left = room();
    let bytes = 0;
    for (const [id, blob] of [...wanted].sort(([, a], [, b]) => a.size - b.size)) {
      if (blob.size > left || batch.length === BATCH_FILES || bytes >= BATCH_BYTES) break;
      batch.push([id, blob]);
      left -= blob.size;
      bytes += blob.size;
    }
    return batch;
  };

  const keep = async () => {
    await new Promise((resolve) => setTimeout(resolve, KEEP_AFTER_MS));
    try {
      budget ??= await budgetOf(navigator.storage);
      for (let batch = nextBatch(); batch.length > 0 && !stopped; batch = nextBatch()) {
        for (const [id, blob] of batch) {
          wanted.delete(id);
          kept.set(id, blob.size);
        }
        await (await database()).putBytes(batch);
      }
    } catch {
      // Full, refused, or a file that is gone. What is kept already stays kept.
      stopped = true;
    }
    working = false;
  };

  return {
    want(id, blob) {
      if (stopped || kept.has(id)) return;
      wanted.set(id, blob);
      if (working) return;
      working = true;
      void keep();
    },
    have: (id, blob) => kept.set(id, blob.size),
    drop(id) {
      wanted.delete(id);
      kept.delete(id);
    },
    stop() {
      stopped = true;
      wanted.clear();
    },
  };
}

async function budgetOf(storage: StorageManager): Promise<number> {
  const { quota = 0, usage = 0 } = await storage.estimate();
  return Math.min(KEPT_BYTES_MAX, Math.max(0, (quota - usage) * KEPT_SHARE_OF_QUOTA));
}
