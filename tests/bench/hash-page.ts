import CryptoJS from "crypto-js";
import SparkMD5 from "spark-md5";
import type { Digests } from "../../src/contract/digest.ts";
import { createWorkerPool } from "../../src/platform/worker-pool.ts";
import type { BenchReply, BenchRequest } from "./hash-bench-worker.ts";
import type { BenchCase, Contender, Reading } from "./hash-cases.ts";
import type { WorkerKind } from "./hash-engines.ts";

const MIB = 1024 ** 2;
/** As spark-md5's own example cuts a file. */
const NAIVE_SLICE = 2 * MIB;

class BenchWorker {
  readonly #worker = new Worker(new URL("./hash-bench-worker.ts", import.meta.url), { type: "module" });

  ask(request: BenchRequest): Promise<BenchReply> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<BenchReply>) => resolve(data);
      this.#worker.onerror = (event) => reject(new Error(event.message));
      this.#worker.postMessage(request);
    });
  }

  async digests(blob: Blob, reading?: Reading): Promise<Digests> {
    const reply = await this.ask({ blob, reading });
    if (!("digests" in reply)) throw new Error("not digests");
    return reply.digests;
  }
}

const workers = new Map<WorkerKind, Promise<BenchWorker>>();
function workerOf(kind: WorkerKind): Promise<BenchWorker> {
  const started = workers.get(kind) ?? startWorker(kind);
  workers.set(kind, started);
  return started;
}
async function startWorker(kind: WorkerKind): Promise<BenchWorker> {
  const worker = new BenchWorker();
  await worker.ask({ kind });
  return worker;
}

/** spark-md5 and crypto-js on the main thread, as tutorials have it. */
async function naive(blob: Blob): Promise<Digests> {
  const md5 = new SparkMD5.ArrayBuffer();
  const sha1 = CryptoJS.algo.SHA1.create();
  for (let at = 0; at < blob.size; at += NAIVE_SLICE) {
    const slice = await blob.slice(at, at + NAIVE_SLICE).arrayBuffer();
    md5.append(slice);
    sha1.update(CryptoJS.lib.WordArray.create(slice));
  }
  return { md5: md5.end(), sha1: sha1.finalize().toString() };
}

async function pair(blob: Blob): Promise<Digests> {
  const halves = await Promise.all([workerOf("hash-wasm-md5"), workerOf("hash-wasm-sha1")]);
  const [{ md5 = "" } = {}, { sha1 = "" } = {}] = await Promise.all(halves.map((worker) => worker.digests(blob)));
  return { md5, sha1 };
}

/** All of them by one way, one file after another. */
async function inTurn(blobs: readonly Blob[], one: (blob: Blob) => Promise<Digests>): Promise<Digests[]> {
  const all: Digests[] = [];
  for (const blob of blobs) all.push(await one(blob));
  return all;
}

const pool = createWorkerPool();
const poolOfOne = createWorkerPool({ maxWorkers: 1 });
const signal = new AbortController().signal;
const byPool = (blob: Blob) => pool.hasher.hash(signal, blob, () => undefined);

const WAYS: Readonly<Record<Contender, (blobs: readonly Blob[]) => Promise<Digests[]>>> = {
  naive: (blobs) => inTurn(blobs, naive),
  "js-worker": async (blobs) => inTurn(blobs, (blob) => workerOf("js").then((worker) => worker.digests(blob))),
  "hash-wasm": async (blobs) => inTurn(blobs, (blob) => workerOf("hash-wasm").then((worker) => worker.digests(blob))),
  "hash-wasm-pair": (blobs) => inTurn(blobs, pair),
  reading: async (blobs) => inTurn(blobs, (blob) => workerOf("none").then((worker) => worker.digests(blob))),
  cosdrop: (blobs) => Promise.all(blobs.map(byPool)),
  "cosdrop-one": (blobs) => Promise.all(blobs.map((blob) => poolOfOne.hasher.hash(signal, blob, () => undefined))),
};

let part: Uint8Array<ArrayBuffer> | undefined;
/** A blob in memory, the same bytes as the benchmark's file of this size on disk. */
function memoryBlob(bytes: number): Blob {
  part ??= new Uint8Array(MIB).map((_, i) => i * 131 + (i >> 8));
  if (bytes <= MIB) return new Blob([part.subarray(0, bytes)]);
  return new Blob(Array(bytes / MIB).fill(part));
}

const blobsOf = new Map<string, Blob[]>();
function blobs({ source, bytes, files }: BenchCase): Blob[] {
  const chosen = () => [...(document.querySelector<HTMLInputElement>("#files")?.files ?? [])];
  if (source === "disk")
    return chosen()
      .filter((file) => file.size === bytes)
      .slice(0, files);
  const key = `${bytes} ${files}`;
  const made = blobsOf.get(key) ?? Array.from({ length: files }, () => memoryBlob(bytes));
  if (!blobsOf.has(key)) blobsOf.clear();
  blobsOf.set(key, made);
  return made;
}

const bench = {
  /** One measurement. @returns bytes a second, and the last file's digests. */
  async measure(contender: Contender, workload: BenchCase): Promise<{ bytesPerSecond: number; digests: Digests }> {
    const all = blobs(workload);
    if (all.length !== workload.files) throw new Error(`${all.length} of ${workload.files} files`);
    let last: Digests[] = [];
    const start = performance.now();
    for (let i = 0; i < workload.repeats; i += 1) last = await WAYS[contender](all);
    const seconds = (performance.now() - start) / 1000;
    const digests = last.at(-1);
    if (digests === undefined) throw new Error("nothing was hashed");
    return { bytesPerSecond: (workload.bytes * workload.files * workload.repeats) / seconds, digests };
  },

  /** One file, read in this way. @returns bytes a second. */
  async read(kind: WorkerKind, source: BenchCase["source"], bytes: number, reading: Reading): Promise<number> {
    const [blob] = blobs({ label: "", source, bytes, files: 1, repeats: 1 });
    if (blob === undefined) throw new Error("no such file was chosen");
    const worker = await workerOf(kind);
    const start = performance.now();
    await worker.digests(blob, reading);
    return (1000 * bytes) / (performance.now() - start);
  },

  /** The naive way over bytes that the page has. @returns bytes a second. */
  naiveAlone(bytes: number, ms: number): number {
    const part = new Uint8Array(bytes).map((_, i) => i * 131);
    const start = performance.now();
    let rounds = 0;
    let now = start;
    for (; now - start < ms; now = performance.now()) {
      new SparkMD5.ArrayBuffer().append(part.buffer).end();
      CryptoJS.SHA1(CryptoJS.lib.WordArray.create(part.buffer)).toString();
      rounds += 1;
    }
    return (1000 * rounds * bytes) / (now - start);
  },

  /** Digests alone, of bytes that the worker has. @returns bytes a second. */
  async digestsAlone(kind: WorkerKind, bytes: number, ms: number): Promise<number> {
    const reply = await (await workerOf(kind)).ask({ bytes, ms });
    if (!("bytesPerSecond" in reply)) throw new Error("no speed");
    return reply.bytesPerSecond;
  },

  /** ms from a pool without a worker to the digests of its first file, and of the next one like it. */
  async firstFile(bytes: number): Promise<{ first: number; next: number }> {
    const fresh = createWorkerPool();
    const blob = memoryBlob(bytes);
    const time = async () => {
      const start = performance.now();
      await fresh.hasher.hash(signal, blob, () => undefined);
      return performance.now() - start;
    };
    const first = await time();
    const next = await time();
    fresh.dispose();
    return { first, next };
  },

  /** ms from giving up a file of 512 MiB to the digests of the next small one, by the same worker. */
  async cancelDelay(): Promise<number> {
    const single = createWorkerPool({ maxWorkers: 1 });
    const controller = new AbortController();
    const large = memoryBlob(512 * MIB);
    let start = 0;
    await single.hasher
      .hash(controller.signal, large, () => {
        start = performance.now();
        controller.abort();
      })
      .catch(() => undefined);
    await single.hasher.hash(signal, new Blob(["next"]), () => undefined);
    const delay = performance.now() - start;
    single.dispose();
    return delay;
  },

  /** The chosen files by the pool; for the memory that it takes. */
  hashChosen: async (bytes: number): Promise<Digests> => {
    const [file] = blobs({ label: "", source: "disk", bytes, files: 1, repeats: 1 });
    if (file === undefined) throw new Error("no such file was chosen");
    return byPool(file);
  },
};

declare global {
  var hashBench: typeof bench;
}
globalThis.hashBench = bench;
