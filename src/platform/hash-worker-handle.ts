import * as v from "valibot";
import { type ErrorCode, type Failure, UploadError } from "../contract/errors.ts";
import { WorkerReply, type WorkerRequest } from "../contract/worker-messages.ts";
import type { HashJob } from "./hash-job.ts";
import type { Served } from "./still-served.ts";

/** A worker that has not said `ready` by then, in ms, never will. */
const START_TIMEOUT_MS = 30_000;

const UNSERVED = { gone: "page_outdated", unreachable: "gateway_unreachable" } as const;

/** One running worker and the jobs that it has. */
export interface HashWorkerHandle {
  readonly jobs: ReadonlyMap<number, HashJob>;
  /** @throws a DataCloneError for bytes that the browser does not hand to a worker; the worker does not have the job then. */
  send(job: HashJob): void;
  /** Forgets the job and tells the worker to. */
  cancel(id: number): void;
  /** The worker takes no more jobs: it has ended, though what that means may still be looked into. */
  ended(): boolean;
  /** Ends the worker, silently. */
  end(): void;
}

/** What a worker tells of itself. */
export interface HashWorkerEvents {
  /** A job was answered; the handle no longer has it. */
  readonly onFree: (handle: HashWorkerHandle) => void;
  /** The worker is no more: it did not start, crashed, or spoke nonsense. Its jobs are the listener's now. */
  readonly onDead: (handle: HashWorkerHandle, failure: Failure) => void;
  /** Whether the script that starts workers is still to be had; asked of a worker that did not start. */
  readonly served: () => Promise<Served>;
}

/** @throws whatever the `Worker` constructor throws, e.g. a SecurityError. */
export function startHashWorker(create: () => Worker, events: HashWorkerEvents): HashWorkerHandle {
  const worker = create();
  const jobs = new Map<number, HashJob>();
  const post = (request: WorkerRequest) => worker.postMessage(request);
  let ready = false;

  const end = () => {
    clearTimeout(startTimer);
    listening.abort();
    worker.terminate();
  };
  const die = (why: string) => {
    end();
    events.onDead(handle, { code: "hash_failed", detail: `The hash worker crashed: ${why}` });
  };
  /** Its script comes from where the page came from: that may be out of reach, or have another build by now. */
  const dieUnstarted = async (why: string, otherwise: ErrorCode) => {
    end();
    const served = await events.served();
    const code = served === "served" ? otherwise : UNSERVED[served];
    events.onDead(handle, { code, detail: `The hash worker could not start: ${why}` });
  };
  // A script that does not load raises an event without a message.
  const onError = ({ message }: ErrorEvent) => {
    if (ready) die(message || "it gave no reason");
    else if (message) void dieUnstarted(message, "hash_failed");
    else void dieUnstarted("its script did not load", "gateway_unreachable");
  };
  const handle: HashWorkerHandle = {
    jobs,
    send: (job) => {
      job.tries += 1;
      post(job.request);
      jobs.set(job.request.id, job);
    },
    cancel: (id) => {
      if (jobs.delete(id)) post({ type: "cancel", id });
    },
    ended: () => listening.signal.aborted,
    end,
  };

  const onReply = (reply: WorkerReply) => {
    if (reply.type === "ready") {
      ready = true;
      clearTimeout(startTimer);
      return;
    }
    // A reply and a cancel can cross on their way: an unknown id is a job that nobody waits for.
    const job = jobs.get(reply.id);
    if (job === undefined) return;
    if (reply.type === "progress") return job.onProgress(reply.loaded);
    jobs.delete(reply.id);
    if (reply.type === "failed") job.reject(new UploadError({ code: reply.code, detail: reply.detail }));
    else job.resolve(reply);
    events.onFree(handle);
  };

  const startTimer = setTimeout(() => void dieUnstarted("it did not answer", "hash_failed"), START_TIMEOUT_MS);
  const listening = new AbortController();
  const { signal } = listening;
  worker.addEventListener(
    "message",
    (event: MessageEvent<unknown>) => {
      const reply = v.safeParse(WorkerReply, event.data);
      if (reply.success) onReply(reply.output);
      else die("it sent a reply that makes no sense");
    },
    { signal },
  );
  worker.addEventListener("messageerror", () => die("it sent a reply that cannot be read"), { signal });
  worker.addEventListener("error", onError, { signal });
  return handle;
}
