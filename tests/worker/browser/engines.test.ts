import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Digests } from "../../../src/contract/digest.ts";
import { KNOWN_ANSWERS, MONTE_CARLO_CHECKPOINTS } from "../support/known-answers.ts";
import { messages, randomBytes } from "../support/messages.ts";
import { opensslDigests, opensslFold } from "../support/oracle.ts";
import { repeated } from "../support/run-engine.ts";
import { chosenBrowsers } from "./browsers.ts";
import type { BrowserDriver } from "./driver.ts";
import { type ServedPage, serveBuilt } from "./serve.ts";

const MIB = 1024 ** 2;
const START_MS = 120_000;
/** `HASH_LONG=1` adds what takes minutes: 4 GiB, and more of what the slower engines do. */
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

/** Random short messages, another seed in every run. */
const SHORT = { seed: Math.floor(Math.random() * 2 ** 32), count: 1_000_000, fewer: 100_000 };

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

  test.each([
    { engine: "simd", count: SHORT.count },
    { engine: "wasm", count: LONG ? SHORT.count : SHORT.fewer },
  ])("$count random short messages, cut at random, give OpenSSL's digests: $engine", async ({ engine, count }) => {
    // Both at once: the browser is a process of its own.
    const actual = browser.evaluate(`hashLab.foldShort("${engine}", ${SHORT.seed}, ${count})`);
    const expected = opensslFold(SHORT.seed, count);
    expect(await actual, `seed ${SHORT.seed}`).toBe(expected);
  });

  /** OpenSSL's digests of the long messages, for every engine. */
  const known = new Map<LongMessage, Digests>();
  const countsTo = async (engine: string, message: LongMessage) => {
    const { chunk, seed, total } = message;
    const actual = browser.evaluate(`hashLab.longMessage("${engine}", ${chunk}, ${seed}, ${total})`);
    const expected = known.get(message) ?? opensslDigests(...repeated(randomBytes(chunk, seed), total));
    known.set(message, expected);
    expect(await actual).toEqual(expected);
  };

  test.each(LONG ? ["simd", "wasm", "js"] : ["simd", "wasm"])(
    "the %s engine counts bits beyond 2^32",
    { timeout: LONG_MS },
    (engine) => countsTo(engine, PAST_2_32_BITS),
  );

  test.runIf(LONG)("the kernel counts bytes beyond 2^32", { timeout: LONG_MS }, () =>
    countsTo("simd", PAST_2_32_BYTES),
  );
});
