import { readBytes } from "../read-blob.ts";
import { type Bytes, MalformedError } from "./findings.ts";

/** Bytes fetched at a time: the headers of nearly every photograph, in one read. */
export const WINDOW_BYTES = 256 * 1024;

/** The largest metadata block that is looked into, in bytes; a larger one counts as malformed. */
export const MAX_BLOCK_BYTES = 32 * 1024 ** 2;

/** Reads small parts of a blob, keeping the window around the last one. */
export class BlobReader {
  readonly size: number;
  readonly #blob: Blob;
  #window: Bytes = new Uint8Array();
  #windowFrom = 0;

  constructor(blob: Blob) {
    this.#blob = blob;
    this.size = blob.size;
  }

  /**
   * A copy of `[from, to)`.
   * @throws MalformedError when the file ends before `to` or the part is larger than `MAX_BLOCK_BYTES`; UploadError as
   * `readBytes` does.
   */
  async read(from: number, to: number): Promise<Bytes> {
    if (to > this.size) throw new MalformedError(`the file ends before byte ${to}`);
    if (to - from > MAX_BLOCK_BYTES) throw new MalformedError(`a block of ${to - from} bytes`);
    if (from < this.#windowFrom || to > this.#windowFrom + this.#window.length) {
      this.#window = await readBytes(this.#blob, from, Math.min(this.size, Math.max(to, from + WINDOW_BYTES)));
      this.#windowFrom = from;
    }
    return this.#window.slice(from - this.#windowFrom, to - this.#windowFrom);
  }
}
