import { expect, test, vi } from "vitest";
import { readStream } from "../../src/worker/blob-chunks.ts";
import { hashBlob } from "../../src/worker/hash-blob.ts";
import { jsEngine } from "../../src/worker/js-engine.ts";
import { loadSimdEngine } from "../../src/worker/wasm-engine.ts";
import { StreamedFile } from "./support/fake-blobs.ts";
import { randomBytes } from "./support/messages.ts";
import { opensslDigests } from "./support/oracle.ts";

const BYTES = randomBytes(5_000_001, 6);
const never = () => new AbortController().signal;
const noProgress = () => undefined;

/** A clock that is a millisecond later whenever it is asked. */
function tickingClock(): void {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1));
}

test.each([jsEngine, await loadSimdEngine()])("the $name engine hashes a file that is streamed", async (engine) => {
  expect(await hashBlob(engine, never(), new StreamedFile(BYTES), noProgress)).toEqual(opensslDigests(BYTES));
  expect(await hashBlob(engine, never(), new StreamedFile(new Uint8Array()), noProgress)).toEqual(opensslDigests());
});

test("hears a message while a stream has bytes ready all the time", async () => {
  tickingClock();
  const controller = new AbortController();
  // A message, as a cancel is: it waits for every promise that can go on.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => controller.abort(new Error("not wanted any more"));
  port2.postMessage("cancel");
  // Node gives one channel up to a thousand messages before it looks at another, so there are many more chunks than that.
  const read = (blob: Blob) => readStream(blob, 16);
  const hashing = hashBlob(jsEngine, controller.signal, new StreamedFile(BYTES), noProgress, read);
  await expect(hashing).rejects.toThrow("not wanted any more");
  port1.close();
});

test("tells how far it is, now and then", async () => {
  tickingClock();
  const seen: number[] = [];
  await hashBlob(jsEngine, never(), new StreamedFile(randomBytes(40_000_000, 7)), (loaded) => seen.push(loaded));
  expect(seen.length).toBeGreaterThan(1);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});
