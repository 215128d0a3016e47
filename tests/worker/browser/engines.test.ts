import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KNOWN_ANSWERS, MONTE_CARLO_CHECKPOINTS } from "../support/known-answers.ts";
import { messages, randomBytes } from "../support/messages.ts";
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

/** A chunk of random bytes over and over; all sizes in bytes. */
interface LongMessage {
  readonly chunk: number;
  readonly seed: number;
  readonly total: number;
}
const PAST_2_32_BITS: LongMessage = { chunk: 4 * MIB + 1, seed: 3, total: 512 * MIB + 77 };
const PAST_2_32_BYTES: LongMessage = { chunk: 4 * MIB + 1, seed: 4, total: 4096 * MIB + 12_345 };

describe.each(chosenBrowsers())("in $name", { timeout: START_MS }, ({ launch }) => {
  let page: ServedPage;
  let browser: BrowserDriver;

  beforeAll(async () => {
    page = await serveBuilt();
    browser = await launch();
    await browser.open(page.url);
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await page?.close();
  });

  describe.each(["simd", "wasm", "js"])("the %s engine", (engine) => {
    test("passes its self-test", async () => {
      expect(await browser.evaluate(`hashLab.selfTest("${engine}")`)).toBe(true);
    });

    test("gives the digests that RFC 1321 and FIPS 180-4 publish", async () => {
      const actual = await browser.evaluate(`hashLab.knownAnswers("${engine}")`);
      expect(actual).toMatchObject(KNOWN_ANSWERS.map(({ text, ...digests }) => digests));
    });

    test("agrees with OpenSSL on every length up to 300 bytes, NIST's long lengths, and awkward slices", async () => {
      const actual = await browser.evaluate(`hashLab.messages("${engine}")`);
      expect(actual).toEqual(messages().map(({ bytes }) => opensslDigests(bytes)));
    });

    test("passes NIST's Monte Carlo test for SHA-1", async () => {
      const actual = await browser.evaluate(`hashLab.monteCarlo("${engine}")`);
      expect(actual).toEqual(MONTE_CARLO_CHECKPOINTS);
    });
  });

  const countsTo = async ({ chunk, seed, total }: LongMessage) => {
    const actual = await browser.evaluate(`hashLab.longMessage("simd", ${chunk}, ${seed}, ${total})`);
    expect(actual).toEqual(opensslDigests(...repeated(randomBytes(chunk, seed), total)));
  };

  test("the kernel counts bits beyond 2^32", () => countsTo(PAST_2_32_BITS));

  test.runIf(LONG)("the kernel counts bytes beyond 2^32", { timeout: LONG_MS }, () => countsTo(PAST_2_32_BYTES));
});
