import type { Contender, Reading } from "./hash-cases.ts";
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
  ["reading", "reading alone"],
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

/** Bytes a second by way to read, round by round: with both digests, and without any. */
export type ReadingSpeeds = readonly (Readonly<
  Record<"memory" | "disk" | "memoryAlone" | "diskAlone", readonly number[]>
> & { readonly reading: Reading })[];

/** Each way to read next to the one that is used. */
export function readingTable(speeds: ReadingSpeeds, usedBytes: number): string {
  const isUsed = ({ way, bytes }: Reading) => way === "stream" && bytes === usedBytes;
  const used = speeds.find(({ reading }) => isUsed(reading));
  const title = (reading: Reading) => `${reading.way}, ${reading.bytes / 1024} KiB${isUsed(reading) ? " (used)" : ""}`;
  return [
    ...head([
      "way",
      "MB/s, memory",
      "times the used one",
      "reading alone",
      "MB/s, disk",
      "times the used one",
      "reading alone",
    ]),
    ...speeds.map(({ reading, memory, disk, memoryAlone, diskAlone }) =>
      row([
        title(reading),
        megabytes(memory),
        withSpread(ratios(memory, used?.memory ?? []), 2),
        megabytes(memoryAlone),
        megabytes(disk),
        withSpread(ratios(disk, used?.disk ?? []), 2),
        megabytes(diskAlone),
      ]),
    ),
  ].join("\n");
}

/** Bytes a second of bytes that need no reading, round by round. */
export interface AloneSpeeds {
  readonly bytes: number;
  readonly speeds: Readonly<Record<"naive" | "js-worker" | "hash-wasm" | "openssl-md5" | "cosdrop", readonly number[]>>;
}

/** Digests alone, by size: MB/s, and how many times as fast the kernel is. */
export function aloneTable(all: readonly AloneSpeeds[]): string {
  const ways = WAYS.flatMap(([way, title]) => (isAlone(way) ? [{ way, title }] : []));
  return [
    ...head(["way", ...all.flatMap(({ bytes }) => [`${bytes / 1024} KiB, MB/s`, "the kernel is … times as fast"])]),
    ...ways.map(({ way, title }) =>
      row([
        way === "cosdrop" ? "the kernel" : title,
        ...all.flatMap(({ speeds }) => [
          megabytes(speeds[way]),
          way === "cosdrop" ? "–" : withSpread(ratios(speeds.cosdrop, speeds[way]), 2),
        ]),
      ]),
    ),
  ].join("\n");
}

const ALONE_WAYS: readonly string[] = ["naive", "js-worker", "hash-wasm", "openssl-md5", "cosdrop"];
const isAlone = (way: string): way is keyof AloneSpeeds["speeds"] => ALONE_WAYS.includes(way);
