import { resolveObjectURL } from "node:buffer";
import { beforeEach, expect, test, vi } from "vitest";
import { workerHere } from "../../src/platform/worker-here.ts";
import { FakeWorker } from "./support/fake-worker.ts";

let blobUrl = "";

beforeEach(() => {
  vi.stubGlobal("window", { origin: "null" });
  vi.stubGlobal("location", new URL("https://up.example/embed"));
  vi.stubGlobal(
    "Worker",
    class extends FakeWorker {
      constructor(script: string) {
        super();
        blobUrl = script;
      }
    },
  );
});

function startWorker(): Worker {
  const Worker = workerHere();
  return new Worker("/assets/hash-worker.js");
}

test.each([
  ["has answered", (worker: Worker) => worker.dispatchEvent(new MessageEvent("message", { data: {} }))],
  ["is ended, as one whose script did not load", (worker: Worker) => worker.terminate()],
])("the blob that a worker of a page without an origin starts from is given back once it %s", (_, act) => {
  const worker = startWorker();
  expect(resolveObjectURL(blobUrl)).toBeDefined();
  act(worker);
  expect(resolveObjectURL(blobUrl)).toBeUndefined();
});
