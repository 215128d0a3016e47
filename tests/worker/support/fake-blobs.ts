/** What goes wrong with a file that is read. */
export interface StreamFaults {
  /** Byte streams unless false. */
  readonly isByteStream?: boolean;
  /** Where the stream breaks, in bytes. */
  readonly failsAt?: number;
  /** Where the stream ends, in bytes. */
  readonly endsAt?: number;
  /** Bytes that the stream has beyond the file's size. */
  readonly more?: number;
  /** Of every slice. */
  readonly slicesFail?: DOMException;
}

/** Any blob whose bytes cannot be had, as a stream or in slices. */
export class FailingBlob extends Blob {
  readonly #reason: DOMException;

  constructor(bytes: Uint8Array<ArrayBuffer>, reason: DOMException) {
    super([bytes]);
    this.#reason = reason;
  }

  override stream(): never {
    throw this.#reason;
  }

  override slice(from?: number, to?: number): Blob {
    const part = super.slice(from, to);
    part.arrayBuffer = () => Promise.reject(this.#reason);
    return part;
  }
}

/** A file that streams as browsers' files do: into the reader's own buffer, and whenever it is asked. */
export class StreamedFile extends File {
  /** How many slices were taken. */
  slices = 0;
  /** Whether the stream was given up. */
  cancelled = false;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #faults: StreamFaults;

  constructor(bytes: Uint8Array<ArrayBuffer>, faults: StreamFaults = {}) {
    super([bytes], "streamed.bin");
    this.#bytes = bytes;
    this.#faults = faults;
  }

  override slice(from?: number, to?: number): Blob {
    this.slices += 1;
    const { slicesFail } = this.#faults;
    const part = super.slice(from, to);
    if (slicesFail !== undefined) part.arrayBuffer = () => Promise.reject(slicesFail);
    return part;
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const { isByteStream = true, failsAt = Number.POSITIVE_INFINITY, more = 0 } = this.#faults;
    if (!isByteStream) return new ReadableStream();
    const all = new Uint8Array(this.#bytes.length + more);
    all.set(this.#bytes);
    const end = this.#faults.endsAt ?? all.length;
    let at = 0;
    return new ReadableStream({
      type: "bytes",
      pull: (controller) => {
        const view = controller.byobRequest?.view;
        if (!view) throw new TypeError("Only for readers that bring their own buffer");
        if (at >= failsAt) return controller.error(new TypeError("network error"));
        if (at >= end) {
          controller.close();
          return controller.byobRequest?.respond(0);
        }
        const part = all.subarray(at, Math.min(at + view.byteLength, failsAt, end));
        new Uint8Array(view.buffer, view.byteOffset, part.length).set(part);
        at += part.length;
        controller.byobRequest?.respond(part.length);
      },
      cancel: () => {
        this.cancelled = true;
      },
    });
  }
}
