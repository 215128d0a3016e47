import type { Contender } from "./hash-cases.ts";
import { ratios, withSpread } from "./hash-statistics.ts";

/** Bytes a second of every way, round by round. */
export type Speeds = Readonly<Record<Contender | "openssl-md5", readonly number[]>>;

export interface CaseResult {
  readonly label: string;
  readonly speeds: Speeds;
}

const MB = 1e6;
const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const head = (cells: readonly string[]) => [row(cells), row(cells.map(() => "---"))];
const megabytes = (speeds: readonly number[]) =>
  speeds.length === 0
    ? "–"
    : withSpread(
        speeds.map((speed) => speed / MB),
        0,
      );

const WAYS: readonly (readonly [keyof Speeds, string])[] = [
  ["naive", "spark-md5 + crypto-js, main thread"],
  ["js-worker", "spark-md5 + js-sha1, worker"],
  ["hash-wasm", "hash-wasm, one worker"],
  ["hash-wasm-pair", "hash-wasm, two workers"],
  ["openssl-md5", "OpenSSL, MD5 only"],
  ["cosdrop", "this"],
  ["cosdrop-one", "this, one worker"],
];

/** MB/s: median, and the middle half. */
export function speedTable(results: readonly CaseResult[]): string {
  return [
    ...head(["MB/s", ...WAYS.map(([, title]) => title)]),
    ...results.map(({ label, speeds }) => row([label, ...WAYS.map(([way]) => megabytes(speeds[way]))])),
  ].join("\n");
}

/** How many times as fast as each other way, round by round: median, and the middle half. */
export function ratioTable(results: readonly CaseResult[]): string {
  const others = WAYS.filter(([way]) => way !== "cosdrop");
  const against = (speeds: Speeds, way: keyof Speeds) => {
    const each = ratios(speeds.cosdrop, speeds[way]);
    return each.length === 0 ? "–" : withSpread(each, way === "openssl-md5" ? 2 : 1);
  };
  return [
    ...head(["times as fast as", ...others.map(([, title]) => title)]),
    ...results.map(({ label, speeds }) => row([label, ...others.map(([way]) => against(speeds, way))])),
  ].join("\n");
}

/** Bytes a second by slice size, round by round. */
export type SliceSpeeds = readonly {
  readonly bytes: number;
  readonly memory: readonly number[];
  readonly disk: readonly number[];
}[];

/** Each slice size next to the one that is used. */
export function sliceTable(speeds: SliceSpeeds, usedBytes: number): string {
  const used = speeds.find(({ bytes }) => bytes === usedBytes);
  const cells = (each: readonly number[], others: readonly number[] = []) => [
    megabytes(each),
    withSpread(ratios(each, others), 2),
  ];
  return [
    ...head(["slice", "MB/s, memory", "times the used one", "MB/s, disk", "times the used one"]),
    ...speeds.map(({ bytes, memory, disk }) =>
      row([
        `${bytes / 1024} KiB${bytes === usedBytes ? " (used)" : ""}`,
        ...cells(memory, used?.memory),
        ...cells(disk, used?.disk),
      ]),
    ),
  ].join("\n");
}

/** Digests alone, round by round, against hash-wasm and OpenSSL's MD5. */
export function aloneTable(speeds: Readonly<Record<string, readonly number[]>>): string {
  const kernel = speeds.kernel ?? [];
  return [
    ...head(["way", "MB/s", "the kernel is … times as fast"]),
    ...Object.entries(speeds).map(([way, each]) =>
      row([way, megabytes(each), way === "kernel" ? "–" : withSpread(ratios(kernel, each), 2)]),
    ),
  ].join("\n");
}
