import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomBytes } from "../support/messages.ts";
import { opensslDigests } from "../support/oracle.ts";
import { chosenBrowsers } from "./browsers.ts";
import type { BrowserDriver } from "./driver.ts";
import { type ServedPage, serveBuilt } from "./serve.ts";

const MIB = 1024 ** 2;
const START_MS = 120_000;
/** Large enough for several progress reports. On disk: a browser may refuse to hold blobs of this size in memory. */
const LARGE_BYTES = 256 * MIB;
const ABC = opensslDigests(new TextEncoder().encode("abc"));
const EMPTY = opensslDigests();

describe.each(chosenBrowsers())("the worker pool in $name", { timeout: START_MS }, ({ launch }) => {
  let page: ServedPage;
  let browser: BrowserDriver;
  let folder: string;
  const lab = (call: string) => browser.evaluate(`hashLab.${call}`);

  beforeAll(async () => {
    page = await serveBuilt();
    browser = await launch();
    await browser.open(page.url);
    folder = await mkdtemp(join(tmpdir(), "hash-pool-"));
    const large = join(folder, "large.bin");
    await writeFile(large, "");
    await truncate(large, LARGE_BYTES);
    await browser.chooseFiles("#files", [large]);
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await page?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("hashes blobs of any size, many at once", async () => {
    const sizes = [
      0,
      1,
      63,
      64,
      65,
      MIB - 1,
      MIB,
      MIB + 1,
      3 * MIB + 17,
      ...Array.from({ length: 30 }, (_, i) => 999 * i + 1),
    ];
    expect(await lab(`hashBlobs(${JSON.stringify(sizes)})`)).toEqual(
      sizes.map((size) => opensslDigests(randomBytes(size, size))),
    );
  });

  test("tells what image a file's first bytes prove, or that they prove none", async () => {
    const heads = [
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
      [0xff, 0xd8, 0xff, 0xe0],
      [0x3c, 0x73, 0x76, 0x67],
      [],
    ];
    expect(await lab(`prepareBlobs(${JSON.stringify(heads)})`)).toEqual(["image/png", "image/jpeg", "none", "none"]);
  });

  test("reports progress that only goes up and stays within the file", async () => {
    const seen = (await lab("progressOfChosen()")) as number[];
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBeLessThanOrEqual(LARGE_BYTES);
  });

  test("starts no worker before there is work, and no more than it may", async () => {
    expect(await lab("startsNoWorkerUnasked()")).toBe(0);
    expect(await lab("startsAtMost(3, 10)")).toBe(3);
    expect(await lab("startsAtMost(3, 1)")).toBe(1);
  });

  test("ends a worker that is idle, and starts one again when there is work", async () => {
    expect(await lab("endsIdleWorkers()")).toEqual({ ended: 1, startedAgain: 2 });
  });

  test("lets small files pass a large one that came before, even with one worker", async () => {
    expect(await lab("orderWithOneWorker()")).toEqual(["small", "small", "small", "large"]);
  });

  test("gives up a file in the middle with the caller's reason, and the same worker takes the next one", async () => {
    expect(await lab("cancelOnProgress()")).toEqual({
      reason: "Error: not wanted any more",
      progressAfter: 0,
      next: ABC,
      started: 1,
    });
  });

  test("gives up a file that waits, and one whose signal is aborted already", async () => {
    expect(await lab("cancelBeforeStart()")).toEqual(["Error: while waiting", "Error: at once"]);
  });

  test("aborts what is open and what comes later once it is closed", async () => {
    expect(await lab("afterDispose()")).toEqual(["AbortError", "AbortError"]);
  });

  test("replaces a worker that crashed and hashes its files after all", async () => {
    expect(await lab("crashOnce()")).toEqual({ digests: [ABC, EMPTY], started: 2 });
  });

  test("fails a file as hash_failed when a second worker crashes on it", async () => {
    expect(await lab("crashAlways()")).toEqual({
      failure: { code: "hash_failed", detail: expect.stringContaining("crashed: ") },
      started: 2,
    });
  });

  test("takes no digests that do not look like digests", async () => {
    expect(await lab("nonsense()")).toEqual({ code: "hash_failed", detail: expect.stringContaining("makes no sense") });
  });

  test("says so when no worker can start, whether its script is missing or workers are forbidden", async () => {
    const failure = { code: "hash_failed", detail: expect.stringContaining("The hash worker could not start") };
    const missing = { ...failure, code: "gateway_unreachable" };
    expect(await lab("workerMissing()")).toEqual({ hash: missing, prepare: missing });
    expect(await lab("workerForbidden()")).toEqual(failure);
  });
});
