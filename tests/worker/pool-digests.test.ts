import { expect, test } from "vitest";
import { SMALL_BYTES } from "../../src/contract/worker-messages.ts";
import { createWorkerPool } from "../../src/platform/worker-pool.ts";
import { fakeWorkers } from "./support/fake-worker.ts";

const DIGESTS = { md5: "0".repeat(32), sha1: "1".repeat(40) };
const never = () => new AbortController().signal;
const noProgress = () => undefined;

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
