import { UploadError } from "../contract/errors.ts";

/**
 * Reads `[from, to)` of a blob.
 * @throws UploadError `file_changed` when the file is no longer what was chosen, `file_unreadable` when its bytes
 * cannot be had.
 */
export async function readBytes(blob: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  let buffer: ArrayBuffer;
  try {
    buffer = await blob.slice(from, to).arrayBuffer();
  } catch (error) {
    throw readFailure(error, from);
  }
  const expected = Math.min(to, blob.size) - from;
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
