const KIB = 1024;
const MIB = 1024 ** 2;

/** One workload: `files` files of `bytes` each, hashed one after another `repeats` times over, or all at once. */
export interface BenchCase {
  readonly label: string;
  readonly source: "memory" | "disk";
  readonly bytes: number;
  readonly files: number;
  /** Small workloads are done so many times in one measurement, one after another. */
  readonly repeats: number;
}

const sizes = [
  { label: "64 KiB", bytes: 64 * KIB, files: 1, repeats: 100 },
  { label: "1 MiB", bytes: MIB, files: 1, repeats: 40 },
  { label: "4 MiB", bytes: 4 * MIB, files: 1, repeats: 12 },
  { label: "64 MiB", bytes: 64 * MIB, files: 1, repeats: 1 },
  { label: "512 MiB", bytes: 512 * MIB, files: 1, repeats: 1 },
  { label: "200 × 1 MiB", bytes: MIB, files: 200, repeats: 1 },
] as const;

export const CASES: readonly BenchCase[] = (["memory", "disk"] as const).flatMap((source) =>
  sizes.map((size) => ({ ...size, source })),
);

/** Every way to both digests, and one way to one of them. */
export const CONTENDERS = ["naive", "js-worker", "hash-wasm", "hash-wasm-pair", "cosdrop", "cosdrop-one"] as const;
export type Contender = (typeof CONTENDERS)[number];

/** One file is one worker's anyway, so a pool of one worker is measured apart on many files alone. */
export const forManyFiles = (contender: string) => contender === "cosdrop-one";

/** Sizes of a slice, in bytes, and the file that they are tried on. */
export const SLICES = [256 * KIB, 512 * KIB, MIB, 2 * MIB, 4 * MIB, 8 * MIB] as const;
export const SLICED_BYTES = 64 * MIB;

/** Beyond this many bytes in all, the ways in plain JavaScript are measured in a few rounds only: they take minutes. */
export const SLOW_LIMIT = 64 * MIB;
export const SLOW: readonly Contender[] = ["naive", "js-worker"];
