import type { Digests } from "../../../src/contract/digest.ts";
import { type Failure, toFailure } from "../../../src/contract/errors.ts";
import { createWorkerPool, type WorkerPool, type WorkerPoolOptions } from "../../../src/platform/worker-pool.ts";
import { randomBytes } from "../support/messages.ts";

const MIB = 1024 ** 2;
const never = () => new AbortController().signal;

const startReal = () => new Worker(new URL("../../../src/worker/hash-worker.ts", import.meta.url), { type: "module" });
const startCrashing = () => new Worker(new URL("./crashing-worker.ts", import.meta.url), { type: "module" });
const startNonsense = () => new Worker(new URL("./nonsense-worker.ts", import.meta.url), { type: "module" });
const startMissing = () => new Worker("/no-such-worker.js", { type: "module" });

/** A way to start workers that counts them, and knows when one was ended. */
function counted(...kinds: readonly (() => Worker)[]) {
  const counter = { started: 0, ended: 0, onEnded: (): void => undefined };
  const createWorker = () => {
    const worker = (kinds[counter.started] ?? kinds.at(-1) ?? startReal)();
    counter.started += 1;
    const terminate = worker.terminate.bind(worker);
    worker.terminate = () => {
      terminate();
      counter.ended += 1;
      counter.onEnded();
    };
    return worker;
  };
  return { counter, createWorker };
}

async function withPool<T>(options: WorkerPoolOptions, use: (pool: WorkerPool) => Promise<T>): Promise<T> {
  const pool = createWorkerPool(options);
  try {
    return await use(pool);
  } finally {
    pool.dispose();
  }
}

const hash = (pool: WorkerPool, blob: Blob, signal = never(), onProgress: (loaded: number) => void = () => undefined) =>
  pool.hasher.hash(signal, blob, onProgress);

const chosenFiles = () => [...(document.querySelector<HTMLInputElement>("#files")?.files ?? [])];

const failureOf = (promise: Promise<unknown>): Promise<Failure | "none"> =>
  promise.then(() => "none" as const, toFailure);

let started: Promise<Digests | Failure> | undefined;

/** The worker pool with real workers, and with workers that fail as real ones do. */
export const poolLab = {
  /** The engine that a worker chose in this page. */
  async chosenEngine(): Promise<unknown> {
    const worker = startReal();
    const ready = await new Promise((resolve, reject) => {
      worker.onmessage = (event) => resolve(event.data);
      worker.onerror = (event) => reject(new Error(event.message));
    });
    worker.terminate();
    return ready;
  },

  /** Blobs of these sizes, all at once, in workers. */
  async hashBlobs(sizes: readonly number[]): Promise<Digests[]> {
    return withPool({}, (pool) => Promise.all(sizes.map((size) => hash(pool, new Blob([randomBytes(size, size)])))));
  },

  async prepareBlobs(heads: readonly (readonly number[])[]): Promise<(string | undefined)[]> {
    return withPool({}, (pool) =>
      Promise.all(
        heads.map(
          async (head) => (await pool.preparer.prepare(never(), new Blob([Uint8Array.from(head)]))).type ?? "none",
        ),
      ),
    );
  },

  /** Of the chosen file. */
  async progressOfChosen(): Promise<number[]> {
    const seen: number[] = [];
    const [large = new Blob()] = chosenFiles();
    await withPool({}, (pool) => hash(pool, large, never(), (loaded) => seen.push(loaded)));
    return seen;
  },

  /** The files chosen in the page's input. */
  async hashChosen(): Promise<(Digests | Failure)[]> {
    const files = chosenFiles();
    return withPool({}, (pool) => Promise.all(files.map((file) => hash(pool, file).catch(toFailure))));
  },

  /** Starts hashing the chosen file, up to its first progress. */
  async startChosen(): Promise<void> {
    const [file = new Blob()] = chosenFiles();
    await new Promise<void>((resolve) => {
      started = withPool({}, (pool) => hash(pool, file, never(), () => resolve()).catch(toFailure));
    });
  },

  startedResult: (): Promise<Digests | Failure> | undefined => started,

  noticeChosen: (): number[] => chosenFiles().map((file) => file.size),

  async startsNoWorkerUnasked(): Promise<number> {
    const { counter, createWorker } = counted();
    return withPool({ createWorker }, async () => counter.started);
  },

  async startsAtMost(maxWorkers: number, files: number): Promise<number> {
    const { counter, createWorker } = counted();
    return withPool({ createWorker, maxWorkers }, async (pool) => {
      await Promise.all(Array.from({ length: files }, (_, i) => hash(pool, new Blob([randomBytes(MIB, i)]))));
      return counter.started;
    });
  },

  async endsIdleWorkers(): Promise<{ ended: number; startedAgain: number }> {
    const { counter, createWorker } = counted();
    return withPool({ createWorker, maxWorkers: 1, idleMs: 10 }, async (pool) => {
      const ended = new Promise<void>((resolve) => {
        counter.onEnded = resolve;
      });
      await hash(pool, new Blob(["first"]));
      await ended;
      await hash(pool, new Blob(["second"]));
      return { ended: counter.ended, startedAgain: counter.started };
    });
  },

  /** The order in which the chosen file and the small ones that came after it are done, by a single worker. */
  async orderWithOneWorker(): Promise<string[]> {
    const order: string[] = [];
    const [large = new Blob()] = chosenFiles();
    const small = [1, 2, 3].map((seed) => new Blob([randomBytes(MIB, seed)]));
    await withPool({ maxWorkers: 1 }, (pool) =>
      Promise.all([
        hash(pool, large).then(() => order.push("large")),
        ...small.map((blob) => hash(pool, blob).then(() => order.push("small"))),
      ]),
    );
    return order;
  },

  /** Gives up the chosen file at its first progress. */
  async cancelOnProgress(): Promise<{ reason: string; progressAfter: number; next: Digests; started: number }> {
    const { counter, createWorker } = counted();
    return withPool({ createWorker, maxWorkers: 1 }, async (pool) => {
      const controller = new AbortController();
      let progressAfter = 0;
      const [large = new Blob()] = chosenFiles();
      const reason = await hash(pool, large, controller.signal, () => {
        if (controller.signal.aborted) progressAfter += 1;
        controller.abort(new Error("not wanted any more"));
      }).then(() => "done", String);
      const next = await hash(pool, new Blob(["abc"]));
      return { reason, progressAfter, next, started: counter.started };
    });
  },

  async cancelBeforeStart(): Promise<string[]> {
    return withPool({ maxWorkers: 1 }, async (pool) => {
      const running = Array.from({ length: 2 }, () => hash(pool, new Blob([randomBytes(8 * MIB, 1)])));
      const controller = new AbortController();
      const waiting = hash(pool, new Blob(["never read"]), controller.signal).then(() => "done", String);
      const aborted = hash(pool, new Blob(["never sent"]), AbortSignal.abort(new Error("at once"))).then(
        () => "done",
        String,
      );
      controller.abort(new Error("while waiting"));
      const reasons = await Promise.all([waiting, aborted]);
      await Promise.all(running);
      return reasons;
    });
  },

  async afterDispose(): Promise<string[]> {
    const pool = createWorkerPool();
    const open = hash(pool, new Blob([randomBytes(64 * MIB, 1)])).then(
      () => "done",
      (error: Error) => error.name,
    );
    pool.dispose();
    const late = hash(pool, new Blob(["late"])).then(
      () => "done",
      (error: Error) => error.name,
    );
    return Promise.all([open, late]);
  },

  async crashOnce(): Promise<{ digests: Digests[]; started: number }> {
    const { counter, createWorker } = counted(startCrashing, startReal);
    return withPool({ createWorker, maxWorkers: 1 }, async (pool) => {
      const digests = await Promise.all([hash(pool, new Blob(["abc"])), hash(pool, new Blob([""]))]);
      return { digests, started: counter.started };
    });
  },

  async crashAlways(): Promise<{ failure: Failure | "none"; started: number }> {
    const { counter, createWorker } = counted(startCrashing);
    return withPool({ createWorker, maxWorkers: 1 }, async (pool) => {
      const failure = await failureOf(hash(pool, new Blob(["abc"])));
      return { failure, started: counter.started };
    });
  },

  async nonsense(): Promise<Failure | "none"> {
    const { createWorker } = counted(startNonsense);
    return withPool({ createWorker, maxWorkers: 1 }, (pool) => failureOf(hash(pool, new Blob(["abc"]))));
  },

  async workerMissing(): Promise<{ hash: Failure | "none"; prepare: Failure | "none" }> {
    const { createWorker } = counted(startMissing);
    return withPool({ createWorker, maxWorkers: 1 }, async (pool) => ({
      hash: await failureOf(hash(pool, new Blob(["abc"]))),
      prepare: await failureOf(pool.preparer.prepare(never(), new Blob(["abc"]))),
    }));
  },

  async workerForbidden(): Promise<Failure | "none"> {
    const createWorker = () => {
      throw new DOMException("Workers are not allowed here", "SecurityError");
    };
    return withPool({ createWorker }, (pool) => failureOf(hash(pool, new Blob(["abc"]))));
  },
};
