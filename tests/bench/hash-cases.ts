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

/** Every way to both digests, and, as their ceiling, reading without any. */
export const CONTENDERS = [
  "naive",
  "js-worker",
  "hash-wasm",
  "hash-wasm-pair",
  "reading",
  "cosdrop",
  "cosdrop-one",
] as const;
export type Contender = (typeof CONTENDERS)[number];

/** One file is one worker's anyway, so a pool of one worker is measured apart on many files alone. */
export const forManyFiles = (contender: string) => contender === "cosdrop-one";

/** A way to read a blob: as a stream into a buffer of so many bytes, or in slices of so many. */
export interface Reading {
  readonly way: "stream" | "slices";
  readonly bytes: number;
}

/** Ways to read, and the file that they are tried on. */
export const READINGS: readonly Reading[] = [
  ...[64 * KIB, 256 * KIB, MIB, 4 * MIB].map((bytes) => ({ way: "stream", bytes }) as const),
  ...[256 * KIB, MIB, 4 * MIB, 8 * MIB].map((bytes) => ({ way: "slices", bytes }) as const),
];
export const READ_BYTES = 64 * MIB;

/** Sizes of what is hashed by a worker that has it already, in bytes. */
export const ALONE = [64 * KIB, 4 * MIB] as const;

/** Beyond this many bytes in all, the ways in plain JavaScript are measured in a few rounds only: they take minutes. */
export const SLOW_LIMIT = 64 * MIB;
export const SLOW: readonly Contender[] = ["naive", "js-worker"];
