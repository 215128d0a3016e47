import { afterEach, expect, test, vi } from "vitest";
import { toFailure } from "../../src/contract/errors.ts";
import { createWorkerPool } from "../../src/platform/worker-pool.ts";
import { settled } from "../engine/support/virtual-clock.ts";
import { FakeWorker, fakeWorkers } from "./support/fake-worker.ts";
import { opensslDigests } from "./support/oracle.ts";

afterEach(() => vi.useRealTimers());

const DIGESTS = opensslDigests();
const bad = new Blob(["bad"]);

/** A pool that has been given these blobs, whose workers die of the bad one; what became of each, in order. */
async function hashBeside(blobs: readonly Blob[], maxWorkers: number) {
  const { workers, createWorker } = fakeWorkers();
  const pool = createWorkerPool({ createWorker, maxWorkers });
  const results = blobs.map((blob) =>
    pool.hasher
      .hash(new AbortController().signal, blob, () => undefined)
      .then(
        () => "hashed",
        () => "failed",
      ),
  );
  const dead = new Set<FakeWorker>();
  const busy = () => workers.find((worker) => !dead.has(worker) && worker.open.size > 0);
  for (let worker = busy(); worker; worker = busy()) {
    if (worker.hashing().includes(bad)) {
      dead.add(worker);
      worker.crash();
    } else {
      for (const blob of worker.hashing()) worker.hashed(blob, DIGESTS);
    }
    await settled();
  }
  return Promise.all(results);
}

test.each([1, 2, 3])(
  "a file that crashes its worker takes no other one with it, with %i workers",
  async (maxWorkers) => {
    const good = Array.from({ length: 7 }, (_, i) => new Blob([`good ${i}`]));
    expect(await hashBeside([bad, ...good], maxWorkers)).toEqual(["failed", ...good.map(() => "hashed")]);
    expect(await hashBeside([...good, bad], maxWorkers)).toEqual([...good.map(() => "hashed"), "failed"]);
  },
);

test("nobody joins a file that is tried again", async () => {
  const { workers, createWorker } = fakeWorkers();
  const pool = createWorkerPool({ createWorker, maxWorkers: 1 });
  const all = new AbortController();
  const hash = (text: string) => pool.hasher.hash(all.signal, new Blob([text]), () => undefined).catch(() => undefined);
  const ended = [hash("first"), hash("second"), hash("third")];
  workers[0]?.crash();
  ended.push(hash("fourth"));
  expect(workers.map((worker) => worker.hashing().length)).toEqual([0, 1]);
  all.abort();
  pool.dispose();
  await Promise.all(ended);
});

test.each([
  ["before it says that it is ready", false, "gateway_unreachable"],
  ["afterwards", true, "hash_failed"],
])("a worker that ends without a word %s fails its file (ready: %s) as %s", async (_, ready, code) => {
  const { workers, createWorker } = fakeWorkers();
  const pool = createWorkerPool({ createWorker, maxWorkers: 1 });
  const hashing = pool.hasher.hash(new AbortController().signal, bad, () => undefined);
  const outcome = hashing.catch((error: unknown) => toFailure(error).code);
  for (let tries = 1; workers.length === tries; tries += 1) {
    const worker = workers.at(-1);
    if (ready) worker?.answer({ type: "ready", engine: "wasm" });
    worker?.crash();
    await settled();
  }
  expect(await outcome).toBe(code);
});

test("a file that cannot be handed to a worker fails alone, and that worker is used and ended as any other", async () => {
  vi.useFakeTimers();
  const { workers, createWorker } = fakeWorkers();
  const pool = createWorkerPool({ createWorker, maxWorkers: 1, idleMs: 1_000 });
  const { signal } = new AbortController();
  const hash = (blob: Blob) => pool.hasher.hash(signal, blob, () => undefined);
  const post = vi.spyOn(FakeWorker.prototype, "postMessage").mockImplementationOnce(() => {
    throw new DOMException("The object could not be cloned.", "DataCloneError");
  });

  const failed = toFailure(await hash(bad).catch((error: unknown) => error));
  expect(failed).toMatchObject({ code: "hash_failed", detail: expect.stringContaining("could not be cloned") });
  // Its places and its rest are as if nobody had asked: two files fit in, and it ends when none is left.
  const good = [new Blob(["1"]), new Blob(["2"])];
  const hashed = good.map(hash);
  expect(workers[0]?.hashing()).toEqual(good);
  expect(post).toHaveBeenCalledTimes(3);
  for (const blob of good) workers[0]?.hashed(blob, DIGESTS);
  await Promise.all(hashed);
  vi.advanceTimersByTime(1_000);
  expect(workers.map(({ ended }) => ended)).toEqual([true]);
});

test("a worker that could be handed nothing at all is ended too", async () => {
  vi.useFakeTimers();
  const { workers, createWorker } = fakeWorkers();
  const pool = createWorkerPool({ createWorker, maxWorkers: 1, idleMs: 1_000 });
  vi.spyOn(FakeWorker.prototype, "postMessage").mockImplementation(() => {
    throw new DOMException("The object could not be cloned.", "DataCloneError");
  });
  await expect(pool.hasher.hash(new AbortController().signal, bad, () => undefined)).rejects.toThrow("cloned");
  vi.advanceTimersByTime(1_000);
  expect(workers.map(({ ended }) => ended)).toEqual([true]);
});
