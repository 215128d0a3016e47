import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { BUFFER_BYTES } from "../../src/worker/blob-chunks.ts";
import { findFirefox } from "../helpers/firefox.ts";
import { launchChromium } from "../worker/browser/chromium-driver.ts";
import type { BrowserDriver } from "../worker/browser/driver.ts";
import { launchFirefox } from "../worker/browser/firefox-driver.ts";
import { PAGE_CSP, serveBuilt } from "../worker/browser/serve.ts";
import { freshPageMicroseconds } from "./fresh-memory.ts";
import { aimsTable } from "./hash-aims.ts";
import { CASES, READ_BYTES } from "./hash-cases.ts";
import { openDocument } from "./hash-document.ts";
import { type BenchFiles, makeFiles } from "./hash-files.ts";
import { runAlone, runCase, runDelays, runMemory, runReadings } from "./hash-run.ts";
import { withSpread } from "./hash-statistics.ts";
import { aloneTable, type CaseResult, ratioTable, readingTable, speedTable } from "./hash-table.ts";

/*
 * `npm run bench:hash`: this project's hashing next to other ways, in Chromium and, where it is installed, Firefox.
 *
 *   npm run bench:hash -- [--browsers chromium,firefox] [--rounds 7] [--slow-rounds 3] [--only "64 MiB,512 MiB"] [--write]
 *
 * `--write` puts each browser's tables into docs/hashing.md, which has no numbers from anywhere else.
 */

const MIB = 1024 ** 2;
/** Before anything of the benchmark's own. */
const [load = 0] = loadavg();
const freshPage = freshPageMicroseconds();

const { values } = parseArgs({
  options: {
    browsers: { type: "string", default: findFirefox() === undefined ? "chromium" : "chromium,firefox" },
    rounds: { type: "string", default: "7" },
    "slow-rounds": { type: "string", default: "3" },
    only: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const rounds = { usual: Number(values.rounds), slow: Number(values["slow-rounds"]) };
const only = values.only?.split(",");
const launch: Readonly<Record<string, () => Promise<BrowserDriver>>> = {
  chromium: launchChromium,
  firefox: launchFirefox,
};

const browsers = values.browsers.split(",");
// Before anything is measured: a document that cannot take the tables would cost the whole run.
const document = values.write ? await openDocument(browsers) : undefined;
const page = await serveBuilt(PAGE_CSP, "tests/bench/hash-page.html");
const files = await makeFiles();
try {
  for (const name of browsers) {
    const start = launch[name];
    if (start === undefined) throw new Error(`No such browser here: ${name}`);
    const browser = await start();
    try {
      await browser.open(page.url);
      const text = await report(browser, files);
      console.log(text);
      await document?.write(name, text);
    } finally {
      await browser.close();
    }
  }
} finally {
  await page.close();
  await files.remove();
}

async function report(browser: BrowserDriver, made: BenchFiles): Promise<string> {
  await browser.chooseFiles("#files", [...made.paths.values()].flat());
  const results: CaseResult[] = [];
  for (const workload of CASES.filter(({ label }) => only?.includes(label) ?? true)) {
    const label = `${workload.label}, ${workload.source}`;
    console.error(`${browser.name}: ${label}`);
    results.push({ label, speeds: await runCase(browser, made, workload, rounds) });
  }
  const alone = await runAlone(browser, 3 * rounds.usual);
  const readings = await runReadings(browser, 3 * rounds.usual);
  const { firstFile, cancel } = await runDelays(browser, rounds.usual);
  const { grown, seconds } = await runMemory(browser, made);
  return `### ${(await browser.evaluate("navigator.userAgent")) as string}

${availableParallelism()} cores, ${rounds.usual} rounds, ${new Date().toISOString().slice(0, 10)}, ${busy(load)}. The first touch of a page of memory: ${freshPage.toFixed(1)} µs. Median (middle half).

${aimsTable({ results, alone, firstFile, cancel, grownMib: grown / MIB })}

${speedTable(results)}

${ratioTable(results)}

Digests alone, of bytes that need no reading:

${aloneTable(alone)}

A file of ${READ_BYTES / MIB} MiB, read in other ways, with both digests and without any:

${readingTable(readings, BUFFER_BYTES)}

- A first file of 64 KiB, with the worker's start, costs ${withSpread(firstFile, 0)} ms more than the next one.
- From giving up a file of 512 MiB to the digests of the next small one: ${withSpread(cancel, 0)} ms.
- Hashing a file of 4 GiB from disk takes the whole browser at most ${(grown / MIB).toFixed(0)} MiB more than idle (${seconds.toFixed(0)} s).`;
}

/** What else the machine did: on one that is busy even ratios are rough. */
function busy(before: number): string {
  const text = `load ${before.toFixed(1)} before it began`;
  return before > availableParallelism() / 2 ? `**a busy machine: ${text}**` : text;
}
