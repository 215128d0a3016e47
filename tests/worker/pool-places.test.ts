import { afterEach, expect, test, vi } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import { hashOptions } from "../../src/platform/hash-places.ts";
import { createWorkerPool } from "../../src/platform/worker-pool.ts";
import { settled } from "../engine/support/virtual-clock.ts";
import { World } from "../engine/support/world.ts";
import { fakeWorkers } from "./support/fake-worker.ts";

afterEach(() => vi.unstubAllGlobals());

test.each([
  { cores: 1, workers: 1 },
  { cores: 2, workers: 1 },
  { cores: 4, workers: 3 },
  { cores: 8, workers: 7 },
  { cores: 64, workers: 8 },
])("the queue keeps $workers workers busy on $cores cores, each with two files", async ({ cores, workers }) => {
  vi.stubGlobal("navigator", { hardwareConcurrency: cores });
  const started = fakeWorkers();
  const { preparer, hasher } = createWorkerPool(started);
  const world = new World();
  const engine = createEngine({ ...world.ports(), preparer, hasher }, hashOptions());

  engine.add(Array.from({ length: 100 }, () => world.candidate()));
  await settled();
  const perWorker = Array(workers).fill(2);
  // Small files: they are hashed by the jobs that prepare them, unless a preparation tells no digests.
  expect(started.workers.map((worker) => worker.open.size)).toEqual(perWorker);
  for (const worker of started.workers) worker.prepareAll("image/png");
  await settled();

  expect(started.workers.map((worker) => worker.hashing().length)).toEqual(perWorker);
});
