import { describe, expect, test } from "vitest";
import { LONG_BYTES, readChunks, readSlices, readStream } from "../../src/worker/blob-chunks.ts";
import { FailingBlob, StreamedFile, type StreamFaults } from "./support/fake-blobs.ts";
import { randomBytes } from "./support/messages.ts";

const BYTES = randomBytes(30_000, 5);

/** What is given is copied at once: it may be written over when the next is asked for. */
async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunks) parts.push(chunk.slice());
  return new Blob(parts).bytes();
}

const streamed = (faults: StreamFaults = {}) => new StreamedFile(BYTES, faults);

describe("a blob's bytes", () => {
  test("come as a stream, through one buffer", async () => {
    const file = streamed();
    const buffers = new Set<number>();
    for await (const chunk of readStream(file, 4096)) buffers.add(chunk.buffer.byteLength);
    expect([...buffers]).toEqual([4096]);
    expect(await collect(readStream(streamed(), 4096))).toEqual(BYTES);
  });

  test("come as a stream alone where it gives all of them", async () => {
    const file = streamed();
    expect(await collect(readChunks(file))).toEqual(BYTES);
    expect(file.slices).toBe(0);
  });

  test("come in slices where blobs have no byte streams", async () => {
    const file = streamed({ isByteStream: false });
    expect(await collect(readChunks(file))).toEqual(BYTES);
    expect(file.slices).toBe(1);
  });

  test.each([1, 7_777, 29_999, 30_000, 30_001])("come in slices of %i bytes", async (bytes) => {
    const some = new Blob([BYTES.subarray(0, bytes === 1 ? 100 : undefined)]);
    expect(await collect(readSlices(some, 0, bytes))).toEqual(await some.bytes());
  });

  test("are none of an empty blob", async () => {
    expect(await collect(readChunks(new Blob()))).toEqual(new Uint8Array());
  });

  test("come in slices from where a stream broke, or ended too early", async () => {
    expect(await collect(readChunks(streamed({ failsAt: 10_000 })))).toEqual(BYTES);
    expect(await collect(readChunks(streamed({ endsAt: 10_000 })))).toEqual(BYTES);
  });

  test("are no more than the blob says that it has", async () => {
    const grown = streamed({ more: 5000 });
    expect(await collect(readChunks(grown))).toEqual(BYTES);
  });

  test("fail for the reason that a slice gives", async () => {
    const gone = new DOMException("no such file", "NotFoundError");
    const unreadable = new DOMException("not allowed", "NotReadableError");
    const read = (reason: DOMException) => collect(readChunks(streamed({ failsAt: 10_000, slicesFail: reason })));
    await expect(read(gone)).rejects.toMatchObject({ failure: { code: "file_changed" } });
    await expect(read(unreadable)).rejects.toMatchObject({ failure: { code: "file_changed" } });
    const blob = new FailingBlob(BYTES, unreadable);
    await expect(collect(readChunks(blob))).rejects.toMatchObject({ failure: { code: "file_unreadable" } });
  });

  test("are looked at once more at the end of a long file, which may have changed meanwhile", async () => {
    const slicesFail = new DOMException("it changed", "NotReadableError");
    const long = new StreamedFile(new Uint8Array(LONG_BYTES), { slicesFail });
    // Only their number: a failed test would print them all.
    const read = collect(readChunks(long)).then((bytes) => bytes.length);
    await expect(read).rejects.toMatchObject({ failure: { code: "file_changed" } });
  });

  test("are read no further once nobody wants more", async () => {
    const file = streamed();
    for await (const _ of readChunks(file)) break;
    expect(file.cancelled).toBe(true);
  });
});
