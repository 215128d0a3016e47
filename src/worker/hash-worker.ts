import { toFailure } from "../contract/errors.ts";
import type { WorkerReply, WorkerRequest } from "../contract/worker-messages.ts";
import { chooseEngine } from "./choose-engine.ts";
import { hashBlob } from "./hash-blob.ts";
import { prepare } from "./prepare.ts";
import { prepareAndHash } from "./prepare-and-hash.ts";
import { loadScalarEngine, loadSimdEngine } from "./wasm-engine.ts";

/** The worker's message loop: one entry per open job, every job answered once or cancelled. */
const jobs = new Map<number, AbortController>();

const reply = (message: WorkerReply) => self.postMessage(message);

const engine = chooseEngine([loadSimdEngine, loadScalarEngine]);
engine.then(
  ({ name }) => reply({ type: "ready", engine: name }),
  (error: unknown) => {
    // Outside the promise, so that the page hears of it as the worker's own error event.
    setTimeout(() => {
      throw error;
    });
  },
);

// Only the page that started this worker can post to it, so its requests are ours.
self.addEventListener("message", ({ data: request }: MessageEvent<WorkerRequest>) => {
  if (request.type === "cancel") {
    jobs.get(request.id)?.abort();
    jobs.delete(request.id);
  } else void run(request);
});

async function run(request: Exclude<WorkerRequest, { type: "cancel" }>): Promise<void> {
  const { id } = request;
  const controller = new AbortController();
  jobs.set(id, controller);
  let answer: WorkerReply;
  try {
    answer = await work(request, controller.signal);
  } catch (error) {
    const failure = toFailure(error);
    const code = failure.code === "unexpected" ? "hash_failed" : failure.code;
    answer = { type: "failed", id, code, detail: failure.detail ?? "" };
  }
  if (jobs.delete(id)) reply(answer);
}

async function work(request: Exclude<WorkerRequest, { type: "cancel" }>, signal: AbortSignal): Promise<WorkerReply> {
  const { id, blob } = request;
  if (request.type === "prepare") {
    const preparation = request.digests
      ? await prepareAndHash(await engine, signal, blob, request)
      : await prepare(signal, blob, request);
    return { type: "prepared", id, ...preparation };
  }
  const digests = await hashBlob(await engine, signal, blob, (loaded) => reply({ type: "progress", id, loaded }));
  return { type: "hashed", id, digests };
}
