import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "vite";
import { readSignAnswer, SIGN_PATH, type SignData, signSearch } from "../../src/contract/sign.ts";
import type { EngineOptions } from "../../src/engine/options.ts";
import { en } from "../../src/ui/i18n/en.ts";
import type { RunningApp } from "../helpers/app-process.ts";
import type { PlainBrowser, PlainPage } from "./plain-browser.ts";
import type { FreshFile } from "./upload-files.ts";
import { type Cost, watchTasks, withCost } from "./upload-watch.ts";

export const WAYS = ["bare", "cosdrop", "uppy", "cos-js-sdk"] as const;
export type Way = (typeof WAYS)[number];

/** One drop, to its last link. */
export interface Run extends Cost {
  readonly ms: number;
}

/** A run that takes longer will not end, in ms. */
const RUN_LIMIT_MS = 600_000;
const COUNT = new Intl.NumberFormat("en");

export interface AppRunOptions {
  /** Instead of the built defaults. */
  readonly engine?: Readonly<Partial<Pick<EngineOptions, "uploadConcurrency" | "signAhead">>>;
  /** How long every answer takes at least, in ms. */
  readonly delayMs?: number;
}

export interface Bench {
  /** One way, in a browser profile that has seen nothing yet; the store is empty again afterwards. */
  run(way: Way, files: readonly FreshFile[], options?: AppRunOptions): Promise<Run>;
  /** The same files dragged onto a page that takes them and does nothing: what the browser needs by itself. */
  receive(files: readonly FreshFile[]): Promise<Cost>;
}

export async function createBench(browser: PlainBrowser, app: RunningApp): Promise<Bench> {
  const script = await bundle();
  return {
    async run(way, files, options = {}) {
      const page = await browser.newPage({ bypassCsp: way !== "cosdrop" });
      try {
        await watchTasks(page);
        if (options.delayMs !== undefined) await page.delay(options.delayMs);
        const [ms, cost] =
          way === "cosdrop"
            ? await dropOnApp(page, app, files, options)
            : await runOther(page, app, files, way, script);
        return { ms, ...cost };
      } finally {
        await page.close();
        await emptyStore(app);
      }
    },
    async receive(files) {
      const page = await browser.newPage();
      try {
        await watchTasks(page);
        await page.goto(`${app.url}/healthz`);
        const [, cost] = await withCost(page, async () => {
          const over = page.evaluate(takeDrop);
          await page.drop(files.map(({ path }) => path));
          await over;
        });
        return cost;
      } finally {
        await page.close();
      }
    },
  };
}

/** Runs in the page. Ends a frame after the drop, when its task has been counted. */
function takeDrop(): Promise<void> {
  return new Promise((resolve) => {
    for (const type of ["dragenter", "dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());
    addEventListener("drop", () => requestAnimationFrame(() => setTimeout(resolve)));
  });
}

/** The real page as it is built, and files dragged onto it from the desktop. */
async function dropOnApp(
  page: PlainPage,
  app: RunningApp,
  files: readonly FreshFile[],
  { engine }: AppRunOptions,
): Promise<[number, Cost]> {
  const stop = engine === undefined ? undefined : await setOptions(page, engine);
  await page.goto(app.url);
  await page.evaluate(waitForQuiet);
  await stop?.();
  return withCost(page, async () => {
    const over = page.evaluate(waitForLinks, {
      summary: `section[aria-label="${en.list.actions}"] strong`,
      text: en.list.done(COUNT.format(files.length), COUNT.format(files.length)),
      limitMs: RUN_LIMIT_MS,
    });
    await page.drop(files.map(({ path }) => path));
    return over;
  });
}

/** Runs in the page. @returns ms from the drop to the last link. */
function waitForLinks(wanted: { summary: string; text: string; limitMs: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    let start = Number.NaN;
    addEventListener("drop", () => (start = performance.now()), { capture: true, once: true });
    new MutationObserver(() => {
      if (document.querySelector(wanted.summary)?.textContent === wanted.text) resolve(performance.now() - start);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    setTimeout(
      () => reject(new Error(`not over in time: ${document.querySelector(wanted.summary)?.textContent}`)),
      wanted.limitMs,
    );
  });
}

/** Runs in the page. Ends when nothing more of it has been fetched for a while: what comes after the first paint too. */
function waitForQuiet(): Promise<void> {
  return new Promise((resolve) => {
    const later = () => setTimeout(resolve, 1500);
    let timer = later();
    new PerformanceObserver(() => {
      clearTimeout(timer);
      timer = later();
    }).observe({ type: "resource" });
  });
}

/** A page that was built with other numbers. @returns the way to have the real ones again. */
function setOptions(page: PlainPage, engine: NonNullable<AppRunOptions["engine"]>): Promise<() => Promise<void>> {
  return page.rewrite("*/assets/*.js", (body) =>
    Object.entries(engine).reduce(
      (script, [name, value]) => script.replace(new RegExp(`\\b${name}:\\d+`), `${name}:${value}`),
      body,
    ),
  );
}

/** On the gateway's own origin, as a page of theirs would be, so that asking for a signature needs no preflight. */
async function runOther(
  page: PlainPage,
  app: RunningApp,
  files: readonly FreshFile[],
  way: Exclude<Way, "cosdrop">,
  script: string,
): Promise<[number, Cost]> {
  await page.goto(`${app.url}/healthz`);
  await page.evaluate(() => {
    document.body.innerHTML = '<input type="file" id="files" multiple>';
  });
  await page.evaluate(script);
  await page.setFiles(
    "#files",
    files.map(({ path }) => path),
  );
  const { url } = await signFor(app, files[0]);
  const known = await Promise.all(
    files.map(async ({ path: _, ...file }) => (way === "bare" ? { ...file, grant: await signFor(app, file) } : file)),
  );
  const call = { way, known, store: new URL(url).origin };
  return withCost(page, () => page.evaluate(({ way, known, store }) => uploadBench.run(way, known, store), call));
}

async function signFor(app: RunningApp, file: Pick<FreshFile, "md5" | "sha1" | "size"> | undefined): Promise<SignData> {
  if (file === undefined) throw new Error("no files");
  const { md5, sha1, size } = file;
  const answer = await fetch(`${app.url}${SIGN_PATH}?${signSearch({ md5, sha1, size, type: "image/png" })}`);
  const outcome = readSignAnswer(await answer.json());
  if (outcome.kind !== "granted") throw new Error(JSON.stringify(outcome));
  return outcome.data;
}

async function emptyStore({ storeDir }: RunningApp): Promise<void> {
  const objects = join(storeDir, "objects");
  for (const name of await readdir(objects)) await rm(join(objects, name));
}

/** What a page of theirs would load, as one script. */
async function bundle(): Promise<string> {
  const result = await build({
    root: join(import.meta.dirname, "../.."),
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, "upload-contenders.ts"), formats: ["iife"], name: "contenders" },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  for (const each of outputs) {
    const chunk = "output" in each ? each.output[0] : undefined;
    if (chunk) return chunk.code;
  }
  throw new Error("nothing was built");
}
