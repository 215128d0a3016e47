import type { Digests } from "../../src/contract/digest.ts";
import type { BrowserDriver } from "../worker/browser/driver.ts";
import { opensslDigests } from "../worker/support/oracle.ts";
import { repeated } from "../worker/support/run-engine.ts";
import { type BenchCase, CONTENDERS, forManyFiles, SLICED_BYTES, SLICES, SLOW, SLOW_LIMIT } from "./hash-cases.ts";
import { type BenchFiles, PART, SPARSE_BYTES } from "./hash-files.ts";
import { descendantsMemory } from "./hash-memory.ts";
import { nativeMd5 } from "./hash-native.ts";
import type { SliceSpeeds, Speeds } from "./hash-table.ts";

const MIB = 1024 ** 2;
const SAMPLE_MS = 200;
const SETTLE_MS = 5_000;
const ALONE_MS = 200;
/** About as long as that. */
const NATIVE_REPEATS = 120;

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
    cosdrop: [],
    "cosdrop-one": [],
  };
  const expected = opensslDigests(...repeated(PART, workload.bytes));
  const measure = async (way: Way): Promise<number> => {
    if (way === "openssl-md5") return nativeMd5(workload, PART, files.paths.get(workload.bytes) ?? []);
    const call = `hashBench.measure(${JSON.stringify(way)}, ${JSON.stringify(workload)})`;
    const { bytesPerSecond, digests } = (await browser.evaluate(call)) as Measured;
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

/** What a worker that has the bytes already computes in a second, next to OpenSSL's MD5 over the same. */
export async function runAlone(browser: BrowserDriver, rounds: number): Promise<Record<string, number[]>> {
  const kinds = ["js", "hash-wasm", "hash-wasm-md5", "kernel"] as const;
  const native = { label: "", source: "memory", bytes: MIB, files: 1, repeats: NATIVE_REPEATS } as const;
  const ways: Readonly<Record<string, () => Promise<number>>> = {
    "OpenSSL, MD5 only": async () => nativeMd5(native, PART, []),
    ...Object.fromEntries(
      kinds.map((kind) => [
        kind,
        async () => (await browser.evaluate(`hashBench.digestsAlone("${kind}", ${MIB}, ${ALONE_MS})`)) as number,
      ]),
    ),
  };
  const speeds = Object.fromEntries(Object.keys(ways).map((way) => [way, [] as number[]]));
  for (const measure of Object.values(ways)) await measure();
  for (let round = 0; round < rounds; round += 1) {
    for (const [way, measure] of shuffled(Object.entries(ways))) speeds[way]?.push(await measure());
  }
  return speeds;
}

/** Bytes a second by slice size, round by round; in a worker, as the product reads. */
export async function runSlices(browser: BrowserDriver, rounds: number): Promise<SliceSpeeds> {
  const speeds = SLICES.map((bytes) => ({ bytes, memory: [] as number[], disk: [] as number[] }));
  const measure = async (source: BenchCase["source"], bytes: number) =>
    (await browser.evaluate(`hashBench.sliced("${source}", ${SLICED_BYTES}, ${bytes})`)) as number;
  for (const source of ["memory", "disk"] as const) {
    await measure(source, MIB);
    for (let round = 0; round < rounds; round += 1) {
      for (const each of shuffled(speeds)) each[source].push(await measure(source, each.bytes));
    }
  }
  return speeds;
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
