import { median, ratios } from "./hash-statistics.ts";
import type { AloneSpeeds, CaseResult, Speeds } from "./hash-table.ts";

/** Everything that an aim was set for. */
export interface Measurements {
  readonly results: readonly CaseResult[];
  readonly alone: readonly AloneSpeeds[];
  /** ms, round by round. */
  readonly firstFile: readonly number[];
  readonly cancel: readonly number[];
  /** MiB more than idle, while 4 GiB are hashed. */
  readonly grownMib: number;
}

interface SpeedAim<S> {
  readonly text: string;
  readonly least: number;
  readonly ours: (speeds: S) => readonly number[];
  readonly theirs: (speeds: S) => readonly number[];
}

/** What one worker does: one file is one worker's anyway. */
const byOneWorker = (speeds: Speeds) => (speeds["cosdrop-one"].length > 0 ? speeds["cosdrop-one"] : speeds.cosdrop);

const SPEED_AIMS: readonly SpeedAim<Speeds>[] = [
  {
    text: "15 × spark-md5 + crypto-js on the main thread",
    least: 15,
    ours: ({ cosdrop }) => cosdrop,
    theirs: ({ naive }) => naive,
  },
  {
    text: "2 × hash-wasm, one worker each",
    least: 2,
    ours: byOneWorker,
    theirs: (speeds) => speeds["hash-wasm"],
  },
  {
    text: "faster than hash-wasm in two workers, by one",
    least: 1,
    ours: byOneWorker,
    theirs: (speeds) => speeds["hash-wasm-pair"],
  },
  {
    text: "0.8 × OpenSSL's MD5, one worker, both digests",
    least: 0.8,
    ours: byOneWorker,
    theirs: (speeds) => speeds["openssl-md5"],
  },
];

/** The same of bytes that need no reading: what is not met here, no way to read could meet. */
const ALONE_AIMS: readonly SpeedAim<AloneSpeeds["speeds"]>[] = [
  aloneAim("naive", "15 × spark-md5 + crypto-js on the main thread", 15),
  aloneAim("hash-wasm", "2 × hash-wasm", 2),
  aloneAim("openssl-md5", "0.8 × OpenSSL's MD5", 0.8),
];

function aloneAim(way: keyof AloneSpeeds["speeds"], text: string, least: number): SpeedAim<AloneSpeeds["speeds"]> {
  const ours = ({ cosdrop }: AloneSpeeds["speeds"]) => cosdrop;
  return { text: `${text}, nothing to read`, least, ours, theirs: (speeds) => speeds[way] };
}

const MOST_MS = { firstFile: 30, cancel: 100 };
const MOST_MIB = 64;

/** One line an aim: whether the median meets it, and where it does not. */
export function aimsTable({ results, alone, firstFile, cancel, grownMib }: Measurements): string {
  return [
    "| aim | met | measured |",
    "| --- | --- | --- |",
    ...SPEED_AIMS.map((aim) => speedLine(aim, results)),
    ...ALONE_AIMS.map((aim) =>
      speedLine(
        aim,
        alone.map(({ bytes, speeds }) => ({ label: `${bytes / 1024} KiB`, speeds })),
      ),
    ),
    limitLine(
      `a first small file costs at most ${MOST_MS.firstFile} ms more`,
      median(firstFile),
      MOST_MS.firstFile,
      "ms",
    ),
    limitLine(`given up within ${MOST_MS.cancel} ms`, median(cancel), MOST_MS.cancel, "ms"),
    limitLine(`under ${MOST_MIB} MiB more than idle at 4 GiB`, grownMib, MOST_MIB, "MiB"),
  ].join("\n");
}

function speedLine<S>(
  { text, least, ours, theirs }: SpeedAim<S>,
  results: readonly { readonly label: string; readonly speeds: S }[],
): string {
  const medians = results.map(({ label, speeds }) => ({ label, value: median(ratios(ours(speeds), theirs(speeds))) }));
  const missed = medians.filter(({ value }) => !(value >= least));
  const values = medians.map(({ value }) => value);
  const range = `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
  const where = missed.map(({ label, value }) => `${label}: ${value.toFixed(2)}`).join("; ");
  return `| ${text} | ${met(results.length - missed.length, results.length)} | ${range}${where && `. Missed: ${where}`} |`;
}

const met = (cases: number, all: number) => (cases === all ? "yes" : `in ${cases} of ${all} cases`);

function limitLine(text: string, value: number, most: number, unit: string): string {
  return `| ${text} | ${value <= most ? "yes" : "no"} | ${value.toFixed(0)} ${unit} |`;
}
