import type { Digests } from "../contract/digest.ts";
import { type BlobReading, readChunks } from "./blob-chunks.ts";
import { breathe } from "./breathe.ts";
import type { DigestEngine } from "./digest-engine.ts";

/** Least time between two progress reports, in ms. */
const PROGRESS_MS = 50;

/** How long a worker hashes, in ms, before it looks for messages: a cancel, or the bytes of another file. */
const BREATH_MS = 4;

/**
 * Both digests of a blob, in constant memory: bytes are read while those before them are hashed.
 * @param onProgress bytes hashed so far, about every 50 ms.
 * @param read for benchmarks.
 * @throws UploadError `file_changed`, `file_unreadable`; the signal's reason once it is aborted.
 */
export async function hashBlob(
  engine: DigestEngine,
  signal: AbortSignal,
  blob: Blob,
  onProgress: (loaded: number) => void,
  read: BlobReading = readChunks,
): Promise<Digests> {
  const state = engine.create();
  let loaded = 0;
  let reportedAt = performance.now();
  let breathedAt = reportedAt;
  for await (const bytes of read(blob)) {
    signal.throwIfAborted();
    state.update(bytes);
    loaded += bytes.byteLength;
    const now = performance.now();
    if (now - reportedAt >= PROGRESS_MS) {
      reportedAt = now;
      onProgress(loaded);
    }
    if (now - breathedAt >= BREATH_MS) {
      await breathe();
      breathedAt = performance.now();
    }
  }
  return state.digest();
}
