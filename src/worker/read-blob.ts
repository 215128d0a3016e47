import { UploadError } from "../contract/errors.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * All bytes of small blobs, while a job is at work on them: a read costs about half a millisecond, however little is
 * read (docs/hashing.md), and a job would make three.
 */
const held = new WeakMap<Blob, Bytes>();

/**
 * Reads the whole blob, so that nothing more is read of it until `letGo`.
 * @throws UploadError as `readBytes` does.
 */
export async function hold(blob: Blob): Promise<void> {
  holdAs(blob, await read(blob, 0, blob.size));
}

/** For a blob whose bytes are known; they must not change after that. */
export function holdAs(blob: Blob, bytes: Bytes): void {
  held.set(blob, bytes);
}

/** All of a blob's bytes, where they are held; not to be written to. */
export function heldBytes(blob: Blob): Bytes | undefined {
  return held.get(blob);
}

/** Gives up what `hold` has read; nothing where that was not called. */
export function letGo(blob: Blob): void {
  held.delete(blob);
}

/**
 * Reads `[from, to)` of a blob. What comes may be part of what others read, and is not to be written to.
 * @throws UploadError `file_changed` when the file is no longer what was chosen, `file_unreadable` when its bytes
 * cannot be had.
 */
export async function readBytes(blob: Blob, from: number, to: number): Promise<Bytes> {
  const whole = heldBytes(blob);
  if (whole) return whole.subarray(from, to);
  return read(blob.slice(from, to), from, Math.min(to, blob.size) - from);
}

/** @param from where the part begins, and `expected` how long it is, in bytes. */
async function read(part: Blob, from: number, expected: number): Promise<Bytes> {
  let buffer: ArrayBuffer;
  try {
    buffer = await part.arrayBuffer();
  } catch (error) {
    throw readFailure(error, from);
  }
  if (buffer.byteLength !== expected) {
    throw new UploadError({ code: "file_changed", detail: `${buffer.byteLength} of ${expected} bytes at ${from}` });
  }
  return new Uint8Array(buffer);
}

/**
 * Reads a blob that says it is empty. Chromium says so of a file that is gone, and reads no byte of it without complaint;
 * only reading it as a whole tells.
 * @throws UploadError as `readBytes` does.
 */
export async function readNothing(blob: Blob): Promise<void> {
  const buffer = await blob.arrayBuffer().catch((error: unknown) => {
    throw readFailure(error, 0);
  });
  if (buffer.byteLength > 0) throw new UploadError({ code: "file_changed", detail: "the file is not empty any more" });
}

/** File API, section 4.3: NotFoundError is for a file that is gone; NotReadableError and what else comes say less. */
function readFailure(error: unknown, from: number): UploadError {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const code = error instanceof Error && error.name === "NotFoundError" ? "file_changed" : "file_unreadable";
  return new UploadError({ code, detail: `${what} (at byte ${from})` }, { cause: error });
}
