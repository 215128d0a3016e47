import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { DEFAULT_OPTIONS } from "../../src/engine/options.ts";
import { startApp } from "../helpers/app-process.ts";
import { launchPlainBrowser } from "./plain-browser.ts";
import { FAR_CASES, type FreshFile, MANY, makeSet, QUEUE_CASES, UPLOAD_CASES, type Workload } from "./upload-files.ts";
import { type Bench, createBench, type Run, WAYS, type Way } from "./upload-run.ts";
import { manyText, numberTable, type Results, uploadTable, verdicts } from "./upload-table.ts";

/*
 * `npm run bench:upload`: from a drop to the last link, next to other ways to the same store, in Chromium.
 *
 *   npm run bench:upload -- [--rounds 5]     against a bare loop, Uppy and cos-js-sdk-v5
 *   npm run bench:upload -- --queue          this page with one to six uploads at once
 *   npm run bench:upload -- --far            as the first, and without signing ahead, where every answer takes 100 ms
 *   npm run bench:upload -- --many           this page with 5,000 files: is any main-thread task felt?
 *
 * Every run has a browser profile of its own and files that nobody has seen; the ways take turns in another order each
 * round, so that what else the machine does meets all of them. Store and pages share the machine's cores.
 */

const PLACES = [1, 2, 3, 4, 5, 6];
/** As from one end of a large country to the other and back. */
const FAR_MS = 100;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    queue: { type: "boolean", default: false },
    far: { type: "boolean", default: false },
    many: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);

const app = await startApp("built", { RATE_LIMIT: "off", MAX_FILE_SIZE: "1GiB" });
const browser = await launchPlainBrowser();
try {
  const bench = await createBench(browser, app);
  for await (const section of sectionsOf(bench)) console.log(`${section}\n`);
  const load = loadavg()[0]?.toFixed(1);
  console.log(`${browser.version}, ${availableParallelism()} cores, ${rounds} rounds, load ${load} at the end.`);
} finally {
  await browser.close();
  await app.stop();
}

function sectionsOf(bench: Bench): AsyncGenerator<string> {
  if (values.queue) return queueSections(bench);
  if (values.far) return farSections(bench);
  return values.many ? manySections(bench) : compareSections(bench);
}

async function* compareSections(bench: Bench): AsyncGenerator<string> {
  for (const workload of UPLOAD_CASES) {
    const results = await compare(workload, (way, files) => bench.run(way, files));
    yield `### ${workload.label}\n\n${uploadTable(results)}\n\n${verdicts(results)}`;
  }
}

async function* farSections(bench: Bench): AsyncGenerator<string> {
  for (const workload of FAR_CASES) {
    const results = await compare(workload, (way, files) => bench.run(way, files, { delayMs: FAR_MS }));
    const ahead = await inTurns(workload, [0, DEFAULT_OPTIONS.signAhead], (signAhead, files) =>
      bench.run("cosdrop", files, { engine: { signAhead }, delayMs: FAR_MS }),
    );
    const aheadTable = numberTable("signed ahead", ahead, DEFAULT_OPTIONS.signAhead);
    yield `### ${workload.label}, ${FAR_MS} ms away\n\n${uploadTable(results)}\n\n${aheadTable}`;
  }
}

async function compare(
  workload: Workload,
  run: (way: Way, files: readonly FreshFile[]) => Promise<Run>,
): Promise<Results> {
  const measured = await inTurns(workload, WAYS, run);
  return {
    bare: measured.get("bare") ?? [],
    cosdrop: measured.get("cosdrop") ?? [],
    uppy: measured.get("uppy") ?? [],
    "cos-js-sdk": measured.get("cos-js-sdk") ?? [],
  };
}

async function* queueSections(bench: Bench): AsyncGenerator<string> {
  for (const workload of QUEUE_CASES) {
    const measured = await inTurns(workload, PLACES, (uploadConcurrency, files) =>
      bench.run("cosdrop", files, { engine: { uploadConcurrency } }),
    );
    const { uploadConcurrency } = DEFAULT_OPTIONS;
    yield `### ${workload.label}\n\n${numberTable("uploads at once", measured, uploadConcurrency)}`;
  }
}

async function* manySections(bench: Bench): AsyncGenerator<string> {
  const set = await makeSet(MANY);
  try {
    const files = await set.freshen();
    const received = await bench.receive(files);
    yield `### ${MANY.label}\n\n${manyText(await bench.run("cosdrop", files), received)}`;
  } finally {
    await set.remove();
  }
}

/** Each way once a round; the first round warms disk and browser up and is not counted. */
async function inTurns<W>(
  workload: Workload,
  ways: readonly W[],
  run: (way: W, files: readonly FreshFile[]) => Promise<Run>,
): Promise<Map<W, Run[]>> {
  const measured = new Map<W, Run[]>(ways.map((way) => [way, []]));
  const set = await makeSet(workload);
  try {
    for (let round = 0; round <= rounds; round += 1) {
      console.error(`${workload.label}, round ${round} of ${rounds}`);
      for (const way of shuffled(ways)) {
        const result = await run(way, await set.freshen());
        if (round > 0) measured.get(way)?.push(result);
      }
    }
  } finally {
    await set.remove();
  }
  return measured;
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
