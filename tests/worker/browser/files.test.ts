import { appendFile, mkdtemp, rm, truncate, unlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomBytes } from "../support/messages.ts";
import { opensslDigests } from "../support/oracle.ts";
import { repeated } from "../support/run-engine.ts";
import { chosenBrowsers } from "./browsers.ts";
import type { BrowserDriver } from "./driver.ts";
import { type ServedPage, serveBuilt } from "./serve.ts";

const MIB = 1024 ** 2;
const START_MS = 120_000;
/** `HASH_LONG=1` adds what takes minutes: 4 GiB. */
const LONG = process.env.HASH_LONG === "1";
const LONG_MS = 20 * 60_000;
const BYTES = randomBytes(3_000_001, 11);
const CHANGED = { code: "file_changed", detail: expect.any(String) };
/** Browsers notice a change by the time of it: long enough ago to differ. */
const LONG_AGO = new Date(1_000_000_000_000);

describe.each(chosenBrowsers())("a file on disk, in $name,", { timeout: START_MS }, ({ name, launch }) => {
  let page: ServedPage;
  let browser: BrowserDriver;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hash-files-"));
    page = await serveBuilt();
    browser = await launch();
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await page?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Chooses a file as a person does and then does something to it. */
  const hashAfter = async (change: (path: string) => Promise<void>, noticed = true): Promise<unknown> => {
    const path = join(folder, "chosen.bin");
    await writeFile(path, BYTES);
    await utimes(path, LONG_AGO, LONG_AGO);
    await browser.open(page.url);
    await browser.chooseFiles("#files", [path]);
    // What the intake does: from here on the browser knows the size that the file had.
    if (noticed) await browser.evaluate("hashLab.noticeChosen()");
    await change(path);
    return browser.evaluate("hashLab.hashChosen()");
  };

  test("is hashed", async () => {
    expect(await hashAfter(async () => undefined)).toEqual([opensslDigests(BYTES)]);
  });

  test.each([
    { what: "more than 2^32 bits", bytes: 512 * MIB + 77 },
    ...(LONG ? [{ what: "more than 2^32 bytes", bytes: 4096 * MIB + 12_345 }] : []),
  ])("of $what is hashed", { timeout: LONG_MS }, async ({ bytes }) => {
    const path = join(folder, "long.bin");
    // Sparse: it takes no room on the disk, and as much reading as any other.
    await writeFile(path, "");
    await truncate(path, bytes);
    await browser.open(page.url);
    await browser.chooseFiles("#files", [path]);
    expect(await browser.evaluate("hashLab.hashChosen()")).toEqual([
      opensslDigests(...repeated(new Uint8Array(MIB), bytes)),
    ]);
  });

  test("that was deleted since fails as changed", async () => {
    expect(await hashAfter(unlink)).toEqual([CHANGED]);
  });

  test("that was deleted before its size was asked is not taken for an empty file", async () => {
    expect(await hashAfter(unlink, false)).toEqual([CHANGED]);
  });

  test("that was cut short since fails as changed", async () => {
    expect(await hashAfter((path) => truncate(path, 1000))).toEqual([CHANGED]);
  });

  test("that is deleted while it is read fails as changed", async () => {
    const path = join(folder, "read.bin");
    await writeFile(path, "");
    // Far more than is read between the first progress and the deletion.
    await truncate(path, 384 * MIB);
    await browser.open(page.url);
    await browser.chooseFiles("#files", [path]);
    await browser.evaluate("hashLab.startChosen()");
    await unlink(path);
    expect(await browser.evaluate("hashLab.startedResult()")).toEqual(CHANGED);
  });

  // The collector can be called by name there; where it cannot, nothing tells when it came.
  test.runIf(name === "chromium")("is read to its end, however often the collector comes", async () => {
    const path = join(folder, "collected.bin");
    await writeFile(path, "");
    await truncate(path, 64 * MIB);
    await browser.open(page.url);
    await browser.chooseFiles("#files", [path]);
    expect(await browser.evaluate("hashLab.readWhileCollecting()")).toBe(64 * MIB);
  });

  // Firefox reads on in such a file: what it reads is hashed, and the store checks that the same bytes arrive.
  test.skipIf(name === "firefox")("that was rewritten or has grown since fails as changed", async () => {
    expect(await hashAfter((path) => writeFile(path, randomBytes(BYTES.length, 12)))).toEqual([CHANGED]);
    expect(await hashAfter((path) => appendFile(path, "more"))).toEqual([CHANGED]);
  });
});
