import type { Digests } from "../../src/contract/digest.ts";
import { type BlobReading, readChunks, readSlices, readStream } from "../../src/worker/blob-chunks.ts";
import { hashBlob } from "../../src/worker/hash-blob.ts";
import type { Reading } from "./hash-cases.ts";
import { ENGINES, type WorkerKind } from "./hash-engines.ts";

/** Page → worker: the first message names the engine; then blobs to hash, or bytes to hash again and again. */
export type BenchRequest =
  | { readonly kind: WorkerKind }
  | { readonly blob: Blob; readonly reading?: Reading | undefined }
  /** Hashes `bytes` bytes that the worker has already, for at least `ms`. */
  | { readonly bytes: number; readonly ms: number };

/** Worker → page. */
export type BenchReply = { readonly digests: Digests } | { readonly bytesPerSecond: number } | { readonly ready: true };

const reply = (message: BenchReply) => self.postMessage(message);

/** The product's, unless another one is asked for. */
function readingOf(reading: Reading | undefined): BlobReading {
  if (reading === undefined) return readChunks;
  const { way, bytes } = reading;
  return way === "stream" ? (blob) => readStream(blob, bytes) : (blob) => readSlices(blob, 0, bytes);
}

let engine = ENGINES.js();
const { signal } = new AbortController();

self.addEventListener("message", async ({ data }: MessageEvent<BenchRequest>) => {
  if ("kind" in data) {
    engine = ENGINES[data.kind]();
    await engine;
    reply({ ready: true });
  } else if ("blob" in data) {
    // The same reading as in the product, so that only the digests differ.
    reply({ digests: await hashBlob(await engine, signal, data.blob, () => undefined, readingOf(data.reading)) });
  } else {
    const { create } = await engine;
    const bytes = new Uint8Array(data.bytes).map((_, i) => i * 131);
    const start = performance.now();
    let rounds = 0;
    let now = start;
    for (; now - start < data.ms; now = performance.now()) {
      const state = create();
      state.update(bytes);
      state.digest();
      rounds += 1;
    }
    reply({ bytesPerSecond: (1000 * rounds * data.bytes) / (now - start) });
  }
});
