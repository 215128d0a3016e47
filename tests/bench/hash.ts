import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { launchChromium } from "../worker/browser/chromium-driver.ts";
import type { BrowserDriver } from "../worker/browser/driver.ts";
import { findFirefox, launchFirefox } from "../worker/browser/firefox-driver.ts";
import { PAGE_CSP, serveBuilt } from "../worker/browser/serve.ts";
import { CASES } from "./hash-cases.ts";
import { type BenchFiles, makeFiles } from "./hash-files.ts";
import { runAlone, runCase, runDelays, runMemory } from "./hash-run.ts";
import { withSpread } from "./hash-statistics.ts";
import { aloneTable, type CaseResult, ratioTable, speedTable } from "./hash-table.ts";

/*
 * `npm run bench:hash`: this project's hashing next to other ways, in Chromium and, where it is installed, Firefox.
 *
 *   npm run bench:hash -- [--browsers chromium,firefox] [--rounds 7] [--only "64 MiB"] [--write]
 *
 * `--write` puts the tables into docs/hashing.md, which has no numbers from anywhere else.
 */

const DOCUMENT = new URL("../../docs/hashing.md", import.meta.url);
const MARKS = { start: "<!-- bench:hash -->", end: "<!-- /bench:hash -->" };
const MIB = 1024 ** 2;

const { values } = parseArgs({
  options: {
    browsers: { type: "string", default: findFirefox() === undefined ? "chromium" : "chromium,firefox" },
    rounds: { type: "string", default: "7" },
    only: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const launch: Readonly<Record<string, () => Promise<BrowserDriver>>> = {
  chromium: launchChromium,
  firefox: launchFirefox,
};

const page = await serveBuilt(PAGE_CSP, "tests/bench/hash-page.html");
const files = await makeFiles();
try {
  const sections: string[] = [];
  for (const name of values.browsers.split(",")) {
    const start = launch[name];
    if (start === undefined) throw new Error(`No such browser here: ${name}`);
    const browser = await start();
    try {
      await browser.open(page.url);
      sections.push(await report(browser, files));
    } finally {
      await browser.close();
    }
  }
  const text = sections.join("\n\n");
  console.log(text);
  if (values.write) await writeInto(text);
} finally {
  await page.close();
  await files.remove();
}

async function report(browser: BrowserDriver, made: BenchFiles): Promise<string> {
  await browser.chooseFiles("#files", [...made.paths.values()].flat());
  const results: CaseResult[] = [];
  for (const workload of CASES.filter(({ label }) => values.only === undefined || label === values.only)) {
    const label = `${workload.label}, ${workload.source}`;
    console.error(`${browser.name}: ${label}`);
    results.push({ label, speeds: await runCase(browser, made, workload, rounds) });
  }
  const alone = await runAlone(browser, 3 * rounds);
  const { firstFile, cancel } = await runDelays(browser, rounds);
  const { grown, seconds } = await runMemory(browser, made);
  return `### ${(await browser.evaluate("navigator.userAgent")) as string}

${availableParallelism()} cores, ${rounds} rounds, ${new Date().toISOString().slice(0, 10)}. Median (middle half).

${speedTable(results)}

${ratioTable(results)}

Digests alone, of bytes that the worker has already:

${aloneTable(alone)}

- A first file of 64 KiB, with the worker's start, costs ${withSpread(firstFile, 0)} ms more than the next one.
- From giving up a file of 512 MiB to the digests of the next small one: ${withSpread(cancel, 0)} ms.
- Hashing a file of 4 GiB from disk takes the whole browser at most ${(grown / MIB).toFixed(0)} MiB more than idle (${seconds.toFixed(0)} s).`;
}

async function writeInto(text: string): Promise<void> {
  const document = await readFile(DOCUMENT, "utf8");
  const start = document.indexOf(MARKS.start);
  const end = document.indexOf(MARKS.end);
  if (start < 0 || end < start) throw new Error(`docs/hashing.md lacks ${MARKS.start} … ${MARKS.end}`);
  await writeFile(DOCUMENT, `${document.slice(0, start + MARKS.start.length)}\n\n${text}\n\n${document.slice(end)}`);
}
