import { afterEach, expect, test, vi } from "vitest";
import { SMALL_BYTES } from "../../src/contract/worker-messages.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { hashOptions } from "../../src/platform/hash-places.ts";
import { createWorkerPool } from "../../src/platform/worker-pool.ts";
import { settled } from "../engine/support/virtual-clock.ts";
import { World } from "../engine/support/world.ts";
import { fakeWorkers } from "./support/fake-worker.ts";

const DIGESTS = { md5: "0".repeat(32), sha1: "1".repeat(40) };
const never = () => new AbortController().signal;
const noProgress = () => undefined;

afterEach(() => vi.unstubAllGlobals());

function pool() {
  const started = fakeWorkers();
  return { ...createWorkerPool({ ...started, maxWorkers: 1 }), worker: () => started.workers[0] ?? fail() };
}
const fail = () => {
  throw new Error("no worker");
};

test("a small file's preparation tells its digests, so that it is not read again to be hashed", async () => {
  const { preparer, hasher, worker } = pool();
  const blob = new Blob(["small"]);
  const preparing = preparer.prepare(never(), blob);
  const [request] = worker().open.values();
  expect(request).toMatchObject({ type: "prepare", digests: true });
  worker().answer({ type: "prepared", id: request?.id ?? 0, imageType: "image/png", digests: DIGESTS });
  const prepared = await preparing;
  expect(await hasher.hash(never(), prepared.blob, noProgress)).toEqual(DIGESTS);
  expect(worker().open.size).toBe(0);
});

test("what a preparation told is good once: a file that is hashed again is read again", async () => {
  const { preparer, hasher, worker } = pool();
  const blob = new Blob(["small"]);
  const preparing = preparer.prepare(never(), blob);
  const [request] = worker().open.values();
  worker().answer({ type: "prepared", id: request?.id ?? 0, imageType: "image/png", digests: DIGESTS });
  await hasher.hash(never(), (await preparing).blob, noProgress);
  void hasher.hash(never(), blob, noProgress).catch(() => undefined);
  expect(worker().hashing()).toEqual([blob]);
});

test("a file that is larger, or is to be converted, is hashed by a job of its own", async () => {
  const large = new Blob([new Uint8Array(SMALL_BYTES + 1)]);
  const { preparer, worker } = pool();
  void preparer.prepare(never(), large).catch(() => undefined);
  expect([...worker().open.values()]).toMatchObject([{ digests: false }]);

  const started = fakeWorkers();
  const conversion = () => ({ type: "image/webp", quality: 80, maxSide: 0 }) as const;
  const converting = createWorkerPool({ ...started, maxWorkers: 1, conversion });
  void converting.preparer.prepare(never(), new Blob(["small"])).catch(() => undefined);
  expect([...(started.workers[0]?.open.values() ?? [])]).toMatchObject([{ digests: false }]);
});

test.each([
  { cores: 2, workers: 1 },
  { cores: 8, workers: 7 },
])("small files are spread over $workers workers while they are prepared", async ({ cores, workers }) => {
  vi.stubGlobal("navigator", { hardwareConcurrency: cores });
  const started = fakeWorkers();
  const { preparer, hasher } = createWorkerPool(started);
  const world = new World();
  const engine = createEngine({ ...world.ports(), preparer, hasher }, hashOptions());
  engine.add(Array.from({ length: 100 }, () => world.candidate()));
  await settled();
  expect(started.workers.map((worker) => worker.open.size)).toEqual(Array(workers).fill(2));
});
