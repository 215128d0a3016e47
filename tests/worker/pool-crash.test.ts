import { afterEach, expect, test, vi } from "vitest";
import { toFailure } from "../../src/contract/errors.ts";
import { OUTDATED_MS } from "../../src/platform/hash-scheduler.ts";
import type { Served } from "../../src/platform/still-served.ts";
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
  const pool = createWorkerPool({ createWorker, maxWorkers, served: async () => "served" });
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
  const pool = createWorkerPool({ createWorker, maxWorkers: 1, served: async () => "served" });
  const all = new AbortController();
  const hash = (text: string) => pool.hasher.hash(all.signal, new Blob([text]), () => undefined).catch(() => undefined);
  const ended = [hash("first"), hash("second"), hash("third")];
  workers[0]?.crash();
  ended.push(hash("fourth"));
  await settled();
  expect(workers.map((worker) => worker.hashing().length)).toEqual([0, 1]);
  all.abort();
  pool.dispose();
  await Promise.all(ended);
});

/** What becomes of a file whose workers all end like this; `gone` where the page's own script is not served any more. */
async function endAll(served: Served, end: (worker: FakeWorker) => void, files = 1) {
  const { workers, createWorker } = fakeWorkers();
  const pool = createWorkerPool({ createWorker, maxWorkers: 1, served: async () => served });
  const { signal } = new AbortController();
  const outcomes = Array.from({ length: files }, () =>
    pool.hasher.hash(signal, bad, () => undefined).catch((error: unknown) => toFailure(error).code),
  );
  for (let tries = 1; workers.length === tries; tries += 1) {
    const worker = workers.at(-1);
    if (worker) end(worker);
    await settled();
  }
  return { codes: await Promise.all(outcomes), started: workers.length, pool, workers };
}

const crash = (worker: FakeWorker) => worker.crash();
const crashReady = (worker: FakeWorker) => {
  worker.answer({ type: "ready", engine: "wasm" });
  worker.crash();
};
const sayWhy = (worker: FakeWorker) =>
  worker.dispatchEvent(Object.assign(new Event("error"), { message: "TypeError: Failed to fetch the module" }));

test.each<[string, Served, (worker: FakeWorker) => void, string, number]>([
  ["without a word before it is ready", "served", crash, "gateway_unreachable", 2],
  ["without a word once it was ready", "unreachable", crashReady, "hash_failed", 2],
  ["with its reason before it is ready", "served", sayWhy, "hash_failed", 2],
  ["with its reason, while the server cannot be reached", "unreachable", sayWhy, "gateway_unreachable", 2],
  ["without a word, after a deployment", "gone", crash, "page_outdated", 1],
  ["with its reason, after a deployment", "gone", sayWhy, "page_outdated", 1],
])("a worker that ends %s (page: %s) fails its file", async (_, served, end, code, started) => {
  expect(await endAll(served, end)).toMatchObject({ codes: [code], started });
});

test("after a deployment all files fail together, and one that is tried later asks anew", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const { codes, started, pool, workers } = await endAll("gone", crash, 7);
  expect(codes).toEqual(Array(7).fill("page_outdated"));
  expect(started).toBe(1);
  const hash = () => pool.hasher.hash(new AbortController().signal, bad, () => undefined);
  await expect(hash()).rejects.toMatchObject({ failure: { code: "page_outdated" } });
  expect(workers).toHaveLength(1);

  vi.advanceTimersByTime(OUTDATED_MS);
  const hashed = hash();
  workers[1]?.hashed(bad, DIGESTS);
  expect(await hashed).toEqual(DIGESTS);
});

test("a pool that is closed while a worker's end is looked into starts no other", async () => {
  const { workers, createWorker } = fakeWorkers();
  let tell: (served: Served) => void = () => undefined;
  const served = () => new Promise<Served>((resolve) => (tell = resolve));
  const pool = createWorkerPool({ createWorker, maxWorkers: 1, served });
  const hashing = pool.hasher.hash(new AbortController().signal, bad, () => undefined);
  workers[0]?.crash();
  pool.dispose();
  tell("served");
  await expect(hashing).rejects.toMatchObject({ name: "AbortError" });
  await settled();
  expect(workers).toHaveLength(1);
});

test("a file that waits while a worker's end is looked into has a worker once that one counts as idle", async () => {
  vi.useFakeTimers();
  const { workers, createWorker } = fakeWorkers();
  const never = () => new Promise<Served>(() => undefined);
  const pool = createWorkerPool({ createWorker, maxWorkers: 1, idleMs: 1_000, served: never });
  const life = new AbortController();
  const cancelled = expect(pool.hasher.hash(life.signal, bad, () => undefined)).rejects.toThrow("not wanted");
  workers[0]?.crash();
  life.abort(new Error("not wanted"));
  await cancelled;
  const good = new Blob(["good"]);
  const hashed = pool.hasher.hash(new AbortController().signal, good, () => undefined);
  vi.advanceTimersByTime(1_000);
  workers[1]?.hashed(good, DIGESTS);
  expect(await hashed).toEqual(DIGESTS);
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
