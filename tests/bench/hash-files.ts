import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CASES } from "./hash-cases.ts";

const MIB = 1024 ** 2;

/** What the benchmark's files are made of; the page makes its blobs of the same. */
export const PART = new Uint8Array(MIB).map((_, i) => i * 131 + (i >> 8));

/** A file that holds nothing but takes that much reading: 4 GiB and a bit, in bytes. */
export const SPARSE_BYTES = 4096 * MIB + 12_345;

export interface BenchFiles {
  /** By size in bytes; as many of each as a workload needs. */
  readonly paths: ReadonlyMap<number, readonly string[]>;
  readonly sparse: string;
  remove(): Promise<void>;
}

/** Every file that a workload reads from disk, in a temporary folder. */
export async function makeFiles(): Promise<BenchFiles> {
  const folder = await mkdtemp(join(tmpdir(), "hash-bench-"));
  const paths = new Map<number, string[]>();
  for (const { bytes, files, source } of CASES) {
    if (source === "memory") continue;
    const made = paths.get(bytes) ?? [];
    paths.set(bytes, made);
    while (made.length < files) {
      const path = join(folder, `${bytes}-${made.length}.bin`);
      await writeParts(path, bytes);
      made.push(path);
    }
  }
  const sparse = join(folder, "sparse.bin");
  const file = await open(sparse, "w");
  await file.truncate(SPARSE_BYTES);
  await file.close();
  return { paths, sparse, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function writeParts(path: string, bytes: number): Promise<void> {
  const file = await open(path, "w");
  for (let left = bytes; left > 0; left -= PART.length) await file.write(PART.subarray(0, left));
  await file.close();
}
