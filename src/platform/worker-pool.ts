import type { ConversionOrder } from "../contract/conversion.ts";
import type { Digests } from "../contract/digest.ts";
import { UploadError } from "../contract/errors.ts";
import type { PrivacyLevel } from "../contract/preferences.ts";
import { SMALL_BYTES } from "../contract/worker-messages.ts";
import type { Hasher, Preparer } from "../engine/ports.ts";
import type { HashJob, JobRequest, JobResult } from "./hash-job.ts";
import { workerCount } from "./hash-places.ts";
import { createScheduler } from "./hash-scheduler.ts";
import { type Served, stillServed } from "./still-served.ts";
import { workerHere } from "./worker-here.ts";

/** An idle worker is ended after this many ms. */
const IDLE_MS = 30_000;

/** How many workers, and what they do to pictures. */
export interface WorkerPoolOptions {
  /** Most workers at once; one less than the machine's cores, 1 to 8, unless given. */
  readonly maxWorkers?: number;
  /** What to take out of a picture before it is hashed; asked for every file, nothing unless given. */
  readonly privacy?: () => PrivacyLevel;
  /** How to convert these bytes; asked for every file, not at all unless given. */
  readonly conversion?: (blob: Blob) => ConversionOrder | undefined;
  /** How long a worker without a job is kept, in ms. */
  readonly idleMs?: number;
  /** Starts one worker; for tests and benchmarks. */
  readonly createWorker?: () => Worker;
  /** Whether the script that starts workers is still to be had; for tests. */
  readonly served?: () => Promise<Served>;
}

/** The engine's ports that run in workers. */
export interface WorkerPool {
  readonly hasher: Hasher;
  readonly preparer: Preparer;
  /** Ends every worker; what was open is aborted, and so is what comes later. */
  dispose(): void;
}

/** Workers are started when there is work for them. A job is tried once more when its worker crashes. */
export function createWorkerPool(options: WorkerPoolOptions = {}): WorkerPool {
  const privacy = options.privacy ?? (() => "off" as const);
  const scheduler = createScheduler({
    maxWorkers: options.maxWorkers ?? workerCount(),
    idleMs: options.idleMs ?? IDLE_MS,
    createWorker: options.createWorker ?? createHashWorker,
    served: options.served ?? (() => stillServed(import.meta.url)),
  });
  let lastId = 0;
  /** What the preparation of a small file has told already, by the bytes that are to go up. */
  const digested = new WeakMap<Blob, Digests>();

  const run = (signal: AbortSignal, request: JobRequest, onProgress: HashJob["onProgress"]) =>
    new Promise<JobResult>((resolve, reject) => {
      signal.throwIfAborted();
      const onAbort = () => {
        scheduler.cancel(job);
        reject(signal.reason);
      };
      const settle = () => signal.removeEventListener("abort", onAbort);
      const job: HashJob = {
        request,
        tries: 0,
        onProgress,
        resolve: (result) => {
          settle();
          resolve(result);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      scheduler.submit(job);
    });

  return {
    hasher: {
      async hash(signal, blob, onProgress) {
        const known = digested.get(blob);
        if (known && digested.delete(blob)) return known;
        const result = await run(signal, { type: "hash", id: ++lastId, blob }, neverDown(onProgress));
        if (result.type !== "hashed") throw crossed(result);
        return result.digests;
      },
    },
    preparer: {
      async prepare(signal, blob) {
        const wishes = { privacy: privacy(), conversion: options.conversion?.(blob) };
        const digests = wishes.conversion === undefined && blob.size <= SMALL_BYTES;
        const result = await run(signal, { type: "prepare", id: ++lastId, blob, ...wishes, digests }, () => undefined);
        if (result.type !== "prepared") throw crossed(result);
        const { imageType, removal, conversion } = result;
        const ready = result.blob ?? blob;
        if (result.digests) digested.set(ready, result.digests);
        return {
          blob: ready,
          type: imageType,
          ...(removal !== undefined && { removal }),
          ...(conversion !== undefined && { conversion }),
        };
      },
    },
    dispose: () => scheduler.dispose(),
  };
}

function createHashWorker(): Worker {
  // Under this name, since it is by this expression that the bundler finds the worker.
  const Worker = workerHere();
  return new Worker(new URL("../worker/hash-worker.ts", import.meta.url), { type: "module" });
}

/** A job that is tried again starts over; what was shown stays until it is passed. */
function neverDown(onProgress: (loaded: number) => void): (loaded: number) => void {
  let most = 0;
  return (loaded) => {
    if (loaded <= most) return;
    most = loaded;
    onProgress(loaded);
  };
}

function crossed(result: JobResult): UploadError {
  return new UploadError({ code: "hash_failed", detail: `The hash worker answered another question: ${result.type}` });
}
