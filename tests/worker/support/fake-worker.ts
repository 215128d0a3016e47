import type { WorkerReply, WorkerRequest } from "../../../src/contract/worker-messages.ts";

/** A worker whose answers and whose end are the test's to say: it starts, takes requests, and does nothing by itself. */
export class FakeWorker extends EventTarget implements Worker {
  readonly open = new Map<number, Exclude<WorkerRequest, { type: "cancel" }>>();
  onmessage = null;
  onmessageerror = null;
  onerror = null;
  ended = false;

  postMessage(request: WorkerRequest): void {
    if (request.type === "cancel") this.open.delete(request.id);
    else this.open.set(request.id, request);
  }

  terminate(): void {
    this.ended = true;
    this.open.clear();
  }

  /** Blobs being hashed here. */
  hashing(): Blob[] {
    return [...this.open.values()].flatMap(({ type, blob }) => (type === "hash" ? [blob] : []));
  }

  /** Says which image every file that waits for that is. */
  prepareAll(imageType: string): void {
    for (const { type, id } of [...this.open.values()])
      if (type === "prepare") this.answer({ type: "prepared", id, imageType });
  }

  hashed(blob: Blob, digests: { md5: string; sha1: string }): void {
    for (const request of [...this.open.values()])
      if (request.blob === blob) this.answer({ type: "hashed", id: request.id, digests });
  }

  /** Dies as a worker that runs out of memory does. */
  crash(): void {
    this.dispatchEvent(new Event("error"));
  }

  answer(data: WorkerReply): void {
    if ("id" in data) this.open.delete(data.id);
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

/** Starts fake workers, and has them in the order of their start. */
export function fakeWorkers() {
  const workers: FakeWorker[] = [];
  const createWorker = () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  };
  return { workers, createWorker };
}
