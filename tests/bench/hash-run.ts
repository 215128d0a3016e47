import type { Digests } from "../../src/contract/digest.ts";
import type { BrowserDriver } from "../worker/browser/driver.ts";
import { opensslDigests } from "../worker/support/oracle.ts";
import { repeated } from "../worker/support/run-engine.ts";
import {
  ALONE,
  type BenchCase,
  CONTENDERS,
  forManyFiles,
  READ_BYTES,
  READINGS,
  type Reading,
  SLOW,
  SLOW_LIMIT,
} from "./hash-cases.ts";
import type { WorkerKind } from "./hash-engines.ts";
import { type BenchFiles, PART, SPARSE_BYTES } from "./hash-files.ts";
import { descendantsMemory } from "./hash-memory.ts";
import { nativeMd5 } from "./hash-native.ts";
import type { AloneSpeeds, ReadingSpeeds, Speeds } from "./hash-table.ts";

const MIB = 1024 ** 2;
const SAMPLE_MS = 200;
const SETTLE_MS = 5_000;
const ALONE_MS = 200;
/** About as long as that, in bytes. */
const NATIVE_BYTES = 128 * MIB;

interface Measured {
  readonly bytesPerSecond: number;
  readonly digests: Digests;
}

/** How often everything is measured; the slow ways on much data, fewer times. */
export interface Rounds {
  readonly usual: number;
  readonly slow: number;
}

type Way = keyof Speeds;
const WAYS: readonly Way[] = [...CONTENDERS, "openssl-md5"];

/** All ways in turns, in another order each round, so that what else the machine does meets all of them. */
export async function runCase(
  browser: BrowserDriver,
  files: BenchFiles,
  workload: BenchCase,
  rounds: Rounds,
): Promise<Speeds> {
  const speeds: Record<Way, number[]> = {
    naive: [],
    "js-worker": [],
    "hash-wasm": [],
    "hash-wasm-pair": [],
    "openssl-md5": [],
    reading: [],
    cosdrop: [],
    "cosdrop-one": [],
  };
  const expected = opensslDigests(...repeated(PART, workload.bytes));
  const measure = async (way: Way): Promise<number> => {
    if (way === "openssl-md5") return nativeMd5(workload, PART, files.paths.get(workload.bytes) ?? []);
    const call = `hashBench.measure(${JSON.stringify(way)}, ${JSON.stringify(workload)})`;
    const { bytesPerSecond, digests } = (await browser.evaluate(call)) as Measured;
    if (way === "reading") return bytesPerSecond;
    if (digests.md5 !== expected.md5 || digests.sha1 !== expected.sha1)
      throw new Error(`${way} is wrong on ${workload.label}`);
    return bytesPerSecond;
  };
  const isSlow = (way: Way) => SLOW.some((slow) => slow === way) && workload.bytes * workload.files > SLOW_LIMIT;

  const ways = WAYS.filter((way) => workload.files > 1 || !forManyFiles(way));
  for (const way of ways) if (!isSlow(way)) await measure(way);
  for (let round = 0; round < rounds.usual; round += 1) {
    for (const way of shuffled(ways)) {
      if (isSlow(way) && round >= rounds.slow) continue;
      speeds[way].push(await measure(way));
    }
  }
  return speeds;
}

/** What is computed in a second of bytes that need no reading, by size. */
export async function runAlone(browser: BrowserDriver, rounds: number): Promise<AloneSpeeds[]> {
  const all: AloneSpeeds[] = [];
  for (const bytes of ALONE) {
    const native = { label: "", source: "memory", bytes, files: 1, repeats: NATIVE_BYTES / bytes } as const;
    const inWorker = (kind: WorkerKind) => () =>
      browser.evaluate(`hashBench.digestsAlone("${kind}", ${bytes}, ${ALONE_MS})`);
    const ways: Readonly<Record<keyof AloneSpeeds["speeds"], () => unknown>> = {
      naive: () => browser.evaluate(`hashBench.naiveAlone(${bytes}, ${ALONE_MS})`),
      "js-worker": inWorker("js"),
      "hash-wasm": inWorker("hash-wasm"),
      "openssl-md5": () => nativeMd5(native, PART, []),
      cosdrop: inWorker("kernel"),
    };
    const speeds = { naive: [], "js-worker": [], "hash-wasm": [], "openssl-md5": [], cosdrop: [] };
    await takeTurns(Object.entries(ways), speeds, rounds);
    all.push({ bytes, speeds });
  }
  return all;
}

/** Every way once for nothing, and then in turns, in another order each round. */
async function takeTurns(
  ways: readonly (readonly [string, () => unknown])[],
  speeds: Readonly<Record<string, number[]>>,
  rounds: number,
): Promise<void> {
  for (const [, measure] of ways) await measure();
  for (let round = 0; round < rounds; round += 1) {
    for (const [way, measure] of shuffled(ways)) speeds[way]?.push(Number(await measure()));
  }
}

/** Bytes a second by way to read, round by round: with both digests, and without. */
export async function runReadings(browser: BrowserDriver, rounds: number): Promise<ReadingSpeeds> {
  const all = READINGS.map((reading) => ({ reading, memory: [], disk: [], memoryAlone: [], diskAlone: [] }));
  const measure = (kind: WorkerKind, source: BenchCase["source"], reading: Reading) =>
    browser.evaluate(`hashBench.read("${kind}", "${source}", ${READ_BYTES}, ${JSON.stringify(reading)})`);
  // One source after the other: the page keeps the blob in memory that it made last.
  for (const source of ["memory", "disk"] as const) {
    const ways = all.flatMap((each, i) => [
      [`${i}`, () => measure("kernel", source, each.reading)] as const,
      [`${i} alone`, () => measure("none", source, each.reading)] as const,
    ]);
    const speeds = Object.fromEntries(
      all.flatMap((each, i) => [
        [`${i}`, each[source]],
        [`${i} alone`, each[`${source}Alone`]],
      ]),
    );
    await takeTurns(ways, speeds, rounds);
  }
  return all;
}

export interface Delays {
  /** ms that a first small file costs more than the next one, round by round. */
  readonly firstFile: readonly number[];
  /** ms from giving up a large file to the digests of the next small one. */
  readonly cancel: readonly number[];
}

export async function runDelays(browser: BrowserDriver, rounds: number): Promise<Delays> {
  const firstFile: number[] = [];
  const cancel: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { first, next } = (await browser.evaluate(`hashBench.firstFile(${64 * 1024})`)) as {
      first: number;
      next: number;
    };
    firstFile.push(first - next);
    cancel.push((await browser.evaluate("hashBench.cancelDelay()")) as number);
  }
  return { firstFile, cancel };
}

/**
 * How much more memory the whole browser takes, in bytes, at its most while it hashes 4 GiB from disk.
 * @throws Error when the digests are not OpenSSL's.
 */
export async function runMemory(
  browser: BrowserDriver,
  files: BenchFiles,
): Promise<{ grown: number; seconds: number }> {
  await browser.chooseFiles("#files", [files.sparse, files.paths.get(MIB)?.[0] ?? ""]);
  await browser.evaluate(`hashBench.hashChosen(${MIB})`);
  await pause(SETTLE_MS);
  const idle = descendantsMemory();
  let most = idle;
  let done = false;
  const start = performance.now();
  const hashing = browser.evaluate(`hashBench.hashChosen(${SPARSE_BYTES})`).finally(() => {
    done = true;
  });
  while (!done) {
    most = Math.max(most, descendantsMemory());
    await Promise.race([pause(SAMPLE_MS), hashing]);
  }
  const seconds = (performance.now() - start) / 1000;
  const digests = (await hashing) as Digests;
  const expected = opensslDigests(...repeated(new Uint8Array(MIB), SPARSE_BYTES));
  if (digests.md5 !== expected.md5 || digests.sha1 !== expected.sha1) throw new Error("wrong on 4 GiB");
  return { grown: most - idle, seconds };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
