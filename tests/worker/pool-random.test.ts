import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import type { ConversionOrder } from "../../src/contract/conversion.ts";
import type { Served } from "../../src/platform/still-served.ts";
import { createWorkerPool } from "../../src/platform/worker-pool.ts";
import { settled } from "../engine/support/virtual-clock.ts";
import { FakeWorker } from "./support/fake-worker.ts";
import { opensslDigests } from "./support/oracle.ts";

const RUNS = 300;
const IDLE_MS = 1_000;
/** A worker takes one such file at a time. */
const LARGE_BYTES = 64 * 1024 ** 2;
/** Longer than anything in a pool waits. */
const FOREVER_MS = 120_000;
const DIGESTS = opensslDigests();
const ORDER: ConversionOrder = { type: "image/webp", quality: 80, maxSide: 0 };

const KINDS = ["hash", "hashLarge", "prepare", "convert", "cancel", "ready", "answer", "fail"] as const;
const MISHAPS = ["crash", "unreadable", "nonsense", "tellServed", "pass", "settle"] as const;
const anyStep = fc.record({ kind: fc.constantFrom(...KINDS, ...MISHAPS), which: fc.nat({ max: 50 }) });
const anyServed = fc.infiniteStream(fc.constantFrom<Served>("served", "gone", "unreachable"));

afterEach(() => void vi.useRealTimers());

/** A pool whose workers do nothing but what they are told to. */
class Trial {
  readonly #workers: FakeWorker[] = [];
  readonly #looks: (() => void)[] = [];
  readonly #jobs: { readonly life: AbortController; over: boolean }[] = [];
  readonly #pool;
  #converts = false;

  constructor(maxWorkers: number, served: Iterator<Served, Served>) {
    this.#pool = createWorkerPool({
      maxWorkers,
      idleMs: IDLE_MS,
      conversion: () => (this.#converts ? ORDER : undefined),
      served: () => new Promise((resolve) => this.#looks.push(() => resolve(served.next().value))),
      createWorker: () => {
        const worker = new FakeWorker();
        this.#workers.push(worker);
        return worker;
      },
    });
  }

  get running(): FakeWorker[] {
    return this.#workers.filter(({ ended }) => !ended);
  }

  get open(): number {
    return this.#jobs.filter(({ over }) => !over).length;
  }

  async step({ kind, which }: { kind: (typeof KINDS | typeof MISHAPS)[number]; which: number }): Promise<void> {
    const { hasher, preparer } = this.#pool;
    const worker = pick(this.running, which);
    const blob = new Blob([`${which}`]);
    if (kind === "hash") this.#ask((signal) => hasher.hash(signal, blob, () => undefined));
    if (kind === "hashLarge") this.#ask((signal) => hasher.hash(signal, large(), () => undefined));
    if (kind === "prepare" || kind === "convert") {
      this.#converts = kind === "convert";
      this.#ask((signal) => preparer.prepare(signal, blob));
    }
    if (kind === "cancel") pick(this.#jobs, which)?.life.abort(new Error("cancelled"));
    if (kind === "ready") worker?.answer({ type: "ready", engine: "js" });
    if (kind === "answer") this.answer(which);
    if (kind === "fail") {
      const [request] = worker?.open.values() ?? [];
      if (request) worker?.answer({ type: "failed", id: request.id, code: "file_unreadable", detail: "" });
    }
    if (kind === "crash") worker?.crash();
    if (kind === "unreadable") worker?.dispatchEvent(new Event("messageerror"));
    if (kind === "nonsense") worker?.dispatchEvent(new MessageEvent("message", { data: { type: "?" } }));
    if (kind === "tellServed") this.#looks.shift()?.();
    if (kind === "pass") vi.advanceTimersByTime(which * 100);
    if (kind === "settle") await settled();
  }

  /** One job of one worker is done. */
  answer(which: number): void {
    const busy = this.running.filter(({ open }) => open.size > 0);
    const worker = pick(busy, which);
    const request = worker && pick([...worker.open.values()], which);
    if (request?.type === "hash") worker?.answer({ type: "hashed", id: request.id, digests: DIGESTS });
    if (request?.type === "prepare") worker?.answer({ type: "prepared", id: request.id, imageType: "image/png" });
  }

  /** Nothing goes wrong any more. */
  async finish(): Promise<void> {
    for (let turn = 0; this.open > 0 && turn < 500; turn += 1) {
      this.answer(turn);
      await this.tellAll();
    }
  }

  async tellAll(): Promise<void> {
    await settled();
    for (const look of this.#looks.splice(0)) look();
    await settled();
  }

  #ask(work: (signal: AbortSignal) => Promise<unknown>): void {
    const job = { life: new AbortController(), over: false };
    const end = () => {
      job.over = true;
    };
    this.#jobs.push(job);
    work(job.life.signal).then(end, end);
  }
}

function pick<T>(all: readonly T[], which: number): T | undefined {
  return all[which % Math.max(1, all.length)];
}

function large(): Blob {
  return Object.defineProperty(new Blob(["large"]), "size", { value: LARGE_BYTES });
}

test("whatever happens to files and workers, every file is answered, no more workers run than may, and none stays", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const anySteps = fc.array(anyStep, { maxLength: 60 });
  const property = fc.asyncProperty(
    anySteps,
    fc.integer({ min: 1, max: 3 }),
    anyServed,
    async (steps, most, served) => {
      const trial = new Trial(most, served);
      for (const step of steps) {
        await trial.step(step);
        expect(trial.running.length).toBeLessThanOrEqual(most);
      }
      await trial.finish();
      expect(trial.open).toBe(0);
      for (let turn = 0; turn < 2; turn += 1) {
        vi.advanceTimersByTime(FOREVER_MS);
        await trial.tellAll();
      }
      expect(trial.running).toEqual([]);
    },
  );
  await fc.assert(property, { numRuns: RUNS });
});
