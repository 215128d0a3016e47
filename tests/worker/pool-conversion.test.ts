import { expect, test } from "vitest";
import { MAX_CONVERSIONS } from "../../src/platform/hash-scheduler.ts";
import { createWorkerPool } from "../../src/platform/worker-pool.ts";
import { fakeWorkers } from "./support/fake-worker.ts";

/** A pool that converts every picture; what it was asked is never answered. */
function convertingPool(maxWorkers: number) {
  const { workers, createWorker } = fakeWorkers();
  const conversion = () => ({ type: "image/avif" as const, quality: 60, maxSide: 0 });
  const pool = createWorkerPool({ createWorker, maxWorkers, conversion });
  const all = new AbortController();
  const unanswered = (promise: Promise<unknown>) => void promise.catch(() => undefined);
  return {
    workers,
    convert: (signal: AbortSignal = all.signal) => unanswered(pool.preparer.prepare(signal, new Blob(["picture"]))),
    hash: () => unanswered(pool.hasher.hash(all.signal, new Blob(["file"]), () => undefined)),
    open: () => workers.map(({ ended, open }) => (ended ? "ended" : [...open.values()].map(({ type }) => type).join())),
  };
}

test("giving up a conversion ends its worker, whose encoder hears nothing, and the next file gets a new one", () => {
  const { convert, hash, open } = convertingPool(1);
  const controller = new AbortController();
  convert(controller.signal);
  hash();
  expect(open()).toEqual(["prepare"]);
  controller.abort();
  expect(open()).toEqual(["ended", "hash"]);
});

test("giving up a conversion that waits for a worker ends nobody's", () => {
  const { convert, open } = convertingPool(1);
  const controller = new AbortController();
  convert();
  convert(controller.signal);
  controller.abort();
  expect(open()).toEqual(["prepare"]);
});

test("no more pictures are converted at once than memory is sure to hold, and other files pass those that wait", () => {
  const { convert, hash, open } = convertingPool(8);
  for (let i = 0; i < 8; i += 1) convert();
  hash();
  expect(open()).toEqual([...Array(MAX_CONVERSIONS).fill("prepare"), "hash"]);
});
