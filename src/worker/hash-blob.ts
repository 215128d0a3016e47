import type { Digests } from "../contract/digest.ts";
import { type Failure, toFailure, UploadError } from "../contract/errors.ts";
import type { DigestEngine } from "./digest-engine.ts";
import { readBytes, readNothing } from "./read-blob.ts";

/**
 * Bytes read and hashed at a time; docs/hashing.md has the measurements of others. At most two slices are held, and a
 * cancel is seen after each: the slow engine takes about 25 ms for one.
 */
export const SLICE_BYTES = 1024 ** 2;

/** Least time between two progress reports, in ms. */
export const PROGRESS_MS = 50;

/**
 * Both digests of a blob, in constant memory: a slice is read while the one before it is hashed.
 * @param onProgress bytes hashed so far, about every 50 ms.
 * @param sliceBytes more than 0; for benchmarks.
 * @throws UploadError `file_changed`, `file_unreadable`; the signal's reason once it is aborted.
 */
export async function hashBlob(
  engine: DigestEngine,
  signal: AbortSignal,
  blob: Blob,
  onProgress: (loaded: number) => void,
  sliceBytes = SLICE_BYTES,
): Promise<Digests> {
  if (blob.size === 0) await readNothing(blob);
  const state = engine.create();
  let reportedAt = performance.now();
  let ahead = readAhead(blob, 0, sliceBytes);
  for (let loaded = 0; loaded < blob.size; ) {
    const bytes = await ahead;
    signal.throwIfAborted();
    loaded += bytes.byteLength;
    ahead = readAhead(blob, loaded, sliceBytes);
    state.update(bytes);
    const now = performance.now();
    if (now - reportedAt >= PROGRESS_MS) {
      reportedAt = now;
      onProgress(loaded);
    }
  }
  return state.digest();
}

function readAhead(blob: Blob, from: number, sliceBytes: number): Promise<Uint8Array> {
  if (from >= blob.size) return Promise.resolve(new Uint8Array());
  const reading = readBytes(blob, from, from + sliceBytes).catch((error: unknown) => {
    throw laterFailure(blob, toFailure(error));
  });
  // A job that ends early never awaits this one; its failure must not count as unhandled.
  reading.catch(() => undefined);
  return reading;
}

/**
 * A file's first bytes were read when it was prepared. Chromium says NotReadableError and Firefox AbortError of a file
 * that changed since, or that is gone: one that cannot be read now is no longer what was chosen.
 */
function laterFailure(blob: Blob, failure: Failure): UploadError {
  const changed = blob instanceof File && failure.code === "file_unreadable";
  return new UploadError(changed ? { ...failure, code: "file_changed" } : failure);
}
