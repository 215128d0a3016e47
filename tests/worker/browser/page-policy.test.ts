import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomBytes } from "../support/messages.ts";
import { opensslDigests } from "../support/oracle.ts";
import { chosenBrowsers } from "./browsers.ts";
import type { BrowserDriver } from "./driver.ts";
import { NO_WASM_CSP, serveBuilt, serveDev } from "./serve.ts";

const START_MS = 120_000;
const SIZES = [0, 3, 1_000_000];

describe.each(chosenBrowsers())("in $name", { timeout: START_MS }, ({ launch }) => {
  let browser: BrowserDriver;
  beforeAll(async () => {
    browser = await launch();
  }, START_MS);
  afterAll(() => browser?.close());

  test.each([
    ["built, under the page's own policy,", () => serveBuilt(), "simd"],
    ["built, where a policy forbids WebAssembly,", () => serveBuilt(NO_WASM_CSP), "js"],
    ["in development", () => serveDev(), "simd"],
  ])("the worker, %s hashes with the engine that it may use", async (_, serve, engine) => {
    const page = await serve();
    try {
      await browser.open(page.url);
      expect(await browser.evaluate("hashLab.chosenEngine()")).toEqual({ type: "ready", engine });
      expect(await browser.evaluate(`hashLab.hashBlobs(${JSON.stringify(SIZES)})`)).toEqual(
        SIZES.map((size) => opensslDigests(randomBytes(size, size))),
      );
    } finally {
      await page.close();
    }
  });
});
