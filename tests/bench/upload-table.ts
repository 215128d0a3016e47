import { ratios, withSpread } from "./hash-statistics.ts";
import { type Run, WAYS, type Way } from "./upload-run.ts";
import type { Cost } from "./upload-watch.ts";

const MIB = 1024 ** 2;
/** Below this the browser tells of no task, in ms. */
const SHORTEST_TOLD = 50;

export type Results = Readonly<Record<Way, readonly Run[]>>;

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

const TITLES: Readonly<Record<Way, string>> = {
  bare: "bare XHR loop, signed before, nothing hashed",
  cosdrop: "this page, from the drop to the last link seen",
  uppy: "Uppy 6 with aws-s3",
  "cos-js-sdk": "cos-js-sdk-v5, putObject",
};

const msOf = (runs: readonly Run[]) => runs.map(({ ms }) => ms);
const most = (values: readonly number[]) => Math.max(0, ...values);

/** Times as medians with the middle half; times as long as the bare loop of the same round; the worst of the rest. */
export function uploadTable(results: Results): string {
  return table(
    [
      "way",
      "seconds",
      "× the bare loop",
      "longest main-thread task, worst round",
      "tasks over 50 ms a round",
      "renderer memory, worst round",
    ],
    WAYS.map((way) => {
      const runs = results[way];
      return [
        TITLES[way],
        withSpread(
          msOf(runs).map((ms) => ms / 1000),
          2,
        ),
        way === "bare" ? "1" : withSpread(ratios(msOf(runs), msOf(results.bare)), 2),
        taskText(most(runs.flatMap(({ longTasks }) => longTasks))),
        withSpread(
          runs.map(({ longTasks }) => longTasks.length),
          0,
        ),
        `+${(most(runs.map(({ memory }) => memory)) / MIB).toFixed(0)} MiB`,
      ];
    }),
  );
}

/** What was aimed at, and what came of it: the median decides. */
export function verdicts(results: Results): string {
  const against = (way: Way) => ratios(msOf(results.cosdrop), msOf(results[way]));
  const verdict = (title: string, way: Way, aim: number) => {
    const each = against(way);
    const met = Number(withSpread(each, 4).split(" ")[0]) <= aim;
    return `- ${title}: ${withSpread(each, 2)} of its time; the aim is at most ${aim}: ${met ? "met" : "**missed**"}.`;
  };
  return [
    verdict("The bare loop", "bare", 1.15),
    verdict("Uppy", "uppy", 1),
    verdict("cos-js-sdk-v5", "cos-js-sdk", 1),
  ].join("\n");
}

/** Times of one workload by a number that the page was built with, against the default's of the same round. */
export function numberTable(title: string, byNumber: ReadonlyMap<number, readonly Run[]>, usual: number): string {
  const base = msOf(byNumber.get(usual) ?? []);
  return table(
    [title, "seconds", `× the time with ${usual}`],
    [...byNumber].map(([number, runs]) => [
      `${number}`,
      withSpread(
        msOf(runs).map((ms) => ms / 1000),
        2,
      ),
      number === usual ? "1" : withSpread(ratios(msOf(runs), base), 2),
    ]),
  );
}

export function manyText(run: Run, received: Cost): string {
  const { ms, longTasks, memory } = run;
  const met = longTasks.length === 0 ? "met" : "**missed**";
  return (
    `${(ms / 1000).toFixed(0)} s to the last link; main-thread tasks over 50 ms: ${tasksText(longTasks)}; the aim is ` +
    `none: ${met}. A page that takes the drop and does nothing has: ${tasksText(received.longTasks)}. ` +
    `Renderer memory +${(memory / MIB).toFixed(0)} MiB.`
  );
}

const tasksText = (tasks: readonly number[]) => (tasks.length === 0 ? "none" : tasks.map(taskText).join(", "));
const taskText = (ms: number) => (ms === 0 ? `under ${SHORTEST_TOLD} ms` : `${ms.toFixed(0)} ms`);
