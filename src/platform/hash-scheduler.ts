import { type Failure, UploadError } from "../contract/errors.ts";
import type { HashJob } from "./hash-job.ts";
import { HASHES_PER_WORKER } from "./hash-places.ts";
import { type HashWorkerEvents, type HashWorkerHandle, startHashWorker } from "./hash-worker-handle.ts";

/** From this size on, in bytes, a file is large: a worker takes one such at a time, and keeps a place for small ones. */
const LARGE_BYTES = 64 * 1024 ** 2;

/** A job is given to this many workers before it fails: a crash may have been another file's doing. */
const MAX_TRIES = 2;

/** Pictures converted at once, on however many cores: each holds every pixel, several times over while it is encoded. */
export const MAX_CONVERSIONS = 4;

/** How long files fail at once after one has found that this page's scripts are gone, in ms; then it is looked again. */
export const OUTDATED_MS = 5_000;

/** How many workers there may be, and how long they are kept. */
export interface SchedulerOptions {
  readonly maxWorkers: number;
  readonly idleMs: number;
  readonly createWorker: () => Worker;
  readonly served: HashWorkerEvents["served"];
}

/** Decides which worker does what, and when workers start and end. */
export interface Scheduler {
  submit(job: HashJob): void;
  /** Takes the job back, wherever it is; it is not answered. */
  cancel(job: HashJob): void;
  dispose(): void;
}

/** No worker is started before there is a job. */
export function createScheduler({ maxWorkers, idleMs, createWorker, served }: SchedulerOptions): Scheduler {
  const workers = new Set<HashWorkerHandle>();
  const idleTimers = new Map<HashWorkerHandle, ReturnType<typeof setTimeout>>();
  let waiting: HashJob[] = [];
  let disposed = false;
  let outdated: { readonly failure: Failure; readonly since: number } | undefined;

  const start = (): HashWorkerHandle => {
    const handle = startHashWorker(createWorker, { onFree, onDead, served });
    workers.add(handle);
    return handle;
  };

  const retire = (handle: HashWorkerHandle) => {
    clearTimeout(idleTimers.get(handle));
    idleTimers.delete(handle);
    workers.delete(handle);
  };

  const give = (job: HashJob, handle: HashWorkerHandle) => {
    clearTimeout(idleTimers.get(handle));
    idleTimers.delete(handle);
    handle.send(job);
  };

  const restWhenIdle = (handle: HashWorkerHandle) => {
    if (handle.jobs.size > 0 || idleTimers.has(handle)) return;
    const timer = setTimeout(() => {
      retire(handle);
      handle.end();
      // It may have ended before, without a place for anybody since, and its own place is free now.
      dispatch();
    }, idleMs);
    idleTimers.set(handle, timer);
  };

  const onFree = (handle: HashWorkerHandle) => {
    dispatch();
    restWhenIdle(handle);
  };

  const onDead = (handle: HashWorkerHandle, failure: Failure) => {
    // Ended from here while it was found out why it did not start.
    if (!workers.has(handle)) return;
    retire(handle);
    const jobs = [...handle.jobs.values()];
    if (failure.code === "page_outdated") {
      // No worker will start before the page is loaded anew: what waits must not go through the same one by one.
      outdated = { failure, since: performance.now() };
      for (const job of [...jobs, ...waiting]) job.reject(new UploadError(failure));
      waiting = [];
      return;
    }
    for (const job of jobs.filter((each) => each.tries >= MAX_TRIES)) job.reject(new UploadError(failure));
    waiting = [...jobs.filter((each) => each.tries < MAX_TRIES), ...waiting];
    dispatch();
  };

  /** Where the job can go now; starts a worker when all of them are busy and there may be one more. */
  const place = (job: HashJob): HashWorkerHandle | undefined => {
    if (isConversion(job) && [...workers].filter(converts).length >= MAX_CONVERSIONS) return undefined;
    const [best] = [...workers].filter((handle) => hasRoom(handle, job)).sort((a, b) => bytesIn(a) - bytesIn(b));
    const wantsOwn = best === undefined || (isHashing(job) && hashes(best).length > 0);
    return wantsOwn && workers.size < maxWorkers ? start() : best;
  };

  const dispatch = () => {
    waiting = waiting.filter((job) => {
      try {
        const handle = place(job);
        if (handle !== undefined) give(job, handle);
        return handle === undefined;
      } catch (error) {
        job.reject(failed(`The hash worker could not start, or take the file: ${String(error)}`, error));
        workers.forEach(restWhenIdle);
        return false;
      }
    });
  };

  return {
    submit(job) {
      if (disposed) return job.reject(closed());
      if (outdated && performance.now() - outdated.since < OUTDATED_MS)
        return job.reject(new UploadError(outdated.failure));
      waiting.push(job);
      dispatch();
    },
    cancel(job) {
      waiting = waiting.filter((each) => each !== job);
      const handle = [...workers].find((each) => each.jobs.has(job.request.id));
      if (handle === undefined) return;
      if (isConversion(job)) {
        // An encoder hears nothing until it is done, so the worker would be busy for seconds. It has no other job.
        retire(handle);
        handle.end();
        dispatch();
      } else {
        handle.cancel(job.request.id);
        onFree(handle);
      }
    },
    dispose() {
      disposed = true;
      const open = [...waiting, ...[...workers].flatMap((handle) => [...handle.jobs.values()])];
      waiting = [];
      for (const handle of [...workers]) {
        retire(handle);
        handle.end();
      }
      for (const job of open) job.reject(closed());
    },
  };
}

const isHashing = ({ request }: HashJob) => request.type === "hash" || request.digests;
const hashes = (handle: HashWorkerHandle) => [...handle.jobs.values()].filter(isHashing);
const bytesIn = (handle: HashWorkerHandle) => hashes(handle).reduce((sum, job) => sum + job.request.blob.size, 0);
const isLarge = (job: HashJob) => job.request.blob.size >= LARGE_BYTES;

const isConversion = ({ request }: HashJob) => request.type === "prepare" && request.conversion !== undefined;
const converts = (handle: HashWorkerHandle) => [...handle.jobs.values()].some(isConversion);

/** Tried again in a worker of its own: if that one dies as well, no other file's fate is tied to it. */
const retries = (handle: HashWorkerHandle) => [...handle.jobs.values()].some((job) => job.tries > 1);

/**
 * Looking at a file's first bytes costs nothing, so there is always room for that. Converting a picture takes the worker
 * for seconds, and memory for every pixel: it is the worker's one job meanwhile, and so is a job that is tried again.
 */
function hasRoom(handle: HashWorkerHandle, job: HashJob): boolean {
  if (handle.ended()) return false;
  if (isConversion(job) || job.tries > 0) return handle.jobs.size === 0;
  if (converts(handle) || retries(handle)) return false;
  if (!isHashing(job)) return true;
  const running = hashes(handle);
  return running.length < HASHES_PER_WORKER && !(isLarge(job) && running.some(isLarge));
}

const failed = (detail: string, cause?: unknown) => new UploadError({ code: "hash_failed", detail }, { cause });
const closed = () => new DOMException("The worker pool was closed", "AbortError");
