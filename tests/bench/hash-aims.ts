import { median, ratios } from "./hash-statistics.ts";
import type { CaseResult, Speeds } from "./hash-table.ts";

/** Everything that an aim was set for. */
export interface Measurements {
  readonly results: readonly CaseResult[];
  /** ms, round by round. */
  readonly firstFile: readonly number[];
  readonly cancel: readonly number[];
  /** MiB more than idle, while 4 GiB are hashed. */
  readonly grownMib: number;
}

interface SpeedAim {
  readonly text: string;
  readonly least: number;
  readonly ours: (speeds: Speeds) => readonly number[];
  readonly theirs: (speeds: Speeds) => readonly number[];
}

/** What one worker does: one file is one worker's anyway. */
const byOneWorker = (speeds: Speeds) => (speeds["cosdrop-one"].length > 0 ? speeds["cosdrop-one"] : speeds.cosdrop);

const SPEED_AIMS: readonly SpeedAim[] = [
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

const MOST_MS = { firstFile: 30, cancel: 100 };
const MOST_MIB = 64;

/** One line an aim: whether the median meets it, and where it does not. */
export function aimsTable({ results, firstFile, cancel, grownMib }: Measurements): string {
  return [
    "| aim | met | measured |",
    "| --- | --- | --- |",
    ...SPEED_AIMS.map((aim) => speedLine(aim, results)),
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

function speedLine({ text, least, ours, theirs }: SpeedAim, results: readonly CaseResult[]): string {
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
