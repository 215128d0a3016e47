import { toFailure, UploadError } from "../contract/errors.ts";
import { heldBytes, readBytes, readNothing } from "./read-blob.ts";

/** A way to a blob's bytes, in order. What it gives is good until the next is asked for: it may be written over then. */
export type BlobReading = (blob: Blob) => AsyncIterable<Uint8Array>;

/** A slice of a blob that is not read as a stream. Two are held; the slow engine takes about 25 ms for one. */
const SLICE_BYTES = 1024 ** 2;

/** The buffer that a stream is read into, over and over; docs/hashing.md has the measurements of others. */
export const BUFFER_BYTES = 256 * 1024;

/**
 * From this size on, in bytes, reading takes so long (20 ms and more) that a file may change meanwhile. A stream is
 * opened once, and only then does the browser look whether the file is still the one that was chosen.
 */
export const LONG_BYTES = 16 * 1024 ** 2;

/**
 * Every byte of the blob, as a stream where the browser has byte streams of blobs. What a stream does not give is read
 * in slices: a slice that cannot be read says why, where a stream says "network error". Held bytes are not read again.
 * @throws UploadError `file_changed`, `file_unreadable`.
 */
export async function* readChunks(blob: Blob): AsyncGenerator<Uint8Array> {
  const mayChange = blob instanceof File && blob.size >= LONG_BYTES;
  let at = 0;
  const stream = heldBytes(blob) ? NOTHING : readStream(blob);
  for await (const bytes of stream) {
    at += bytes.byteLength;
    // Reading anything makes the browser look again; it is done while the last bytes are hashed.
    const unchanged = mayChange && at === blob.size ? readLater(blob, at - 1, at) : undefined;
    yield bytes;
    await unchanged;
  }
  yield* readSlices(blob, at);
}

/**
 * Readers at work. Chromium lets its collector have a stream that is known by nothing but a read that waits for it, and
 * that read then never ends.
 */
const atWork = new Set<ReadableStreamBYOBReader>();

/** The blob's bytes up to its size; fewer or none where the browser cannot stream them, or fails to. */
export async function* readStream(blob: Blob, bufferBytes = BUFFER_BYTES): AsyncGenerator<Uint8Array> {
  const reader = byteReader(blob);
  if (reader === undefined) return;
  atWork.add(reader);
  try {
    let buffer = new ArrayBuffer(Math.min(bufferBytes, blob.size));
    for (let left = blob.size; left > 0; ) {
      const { value } = await reader
        .read(new Uint8Array(buffer, 0, Math.min(buffer.byteLength, left)))
        .catch(() => END);
      if (value === undefined || value.byteLength === 0) return;
      left -= value.byteLength;
      yield value;
      buffer = value.buffer;
    }
  } finally {
    atWork.delete(reader);
    reader.cancel().catch(() => undefined);
  }
}
const END = { value: undefined };
const NOTHING: readonly Uint8Array[] = [];

/** `undefined` where blobs have no streams, or those are no byte streams (Safari). */
function byteReader(blob: Blob): ReadableStreamBYOBReader | undefined {
  try {
    return blob.stream().getReader({ mode: "byob" });
  } catch {
    return undefined;
  }
}

/**
 * The blob's bytes from there on: a slice is read while the one before it is hashed.
 * @param sliceBytes more than 0.
 * @throws UploadError `file_changed`, `file_unreadable`.
 */
export async function* readSlices(blob: Blob, from = 0, sliceBytes = SLICE_BYTES): AsyncGenerator<Uint8Array> {
  if (blob.size === 0) await readNothing(blob);
  if (from >= blob.size) return;
  let ahead = readLater(blob, from, from + sliceBytes);
  for (let at = from + sliceBytes; at < blob.size; at += sliceBytes) {
    const bytes = await ahead;
    ahead = readLater(blob, at, at + sliceBytes);
    yield bytes;
  }
  yield await ahead;
}

/**
 * A file's first bytes were read when it was prepared. Chromium says NotReadableError and Firefox AbortError of a file
 * that changed since, or that is gone: one that cannot be read now is no longer what was chosen.
 */
function readLater(blob: Blob, from: number, to: number): Promise<Uint8Array> {
  const reading = readBytes(blob, from, to).catch((error: unknown) => {
    const failure = toFailure(error);
    const changed = blob instanceof File && failure.code === "file_unreadable";
    throw new UploadError(changed ? { ...failure, code: "file_changed" } : failure);
  });
  // A job that ends early never awaits this one; its failure must not count as unhandled.
  reading.catch(() => undefined);
  return reading;
}
