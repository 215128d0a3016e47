import { hash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { jsEngine } from "../../src/worker/js-engine.ts";
import { passesSelfTest } from "../../src/worker/self-test.ts";
import { loadScalarEngine, loadSimdEngine } from "../../src/worker/wasm-engine.ts";
import { KNOWN_ANSWERS, MONTE_CARLO_CHECKPOINTS } from "./support/known-answers.ts";
import { messages, pieces, randomBytes } from "./support/messages.ts";
import { opensslDigests } from "./support/oracle.ts";
import { digest, monteCarlo, repeated } from "./support/run-engine.ts";

/** Minutes long: `HASH_LONG=1` adds what the slower engines and 4 GiB take. */
const LONG = process.env.HASH_LONG === "1";
const LONG_MS = 20 * 60_000;
/** In Chromium there are a million. */
const RANDOM_MESSAGES = LONG ? 1_000_000 : 200_000;
const MIB = 1024 ** 2;

const ENGINES = [await loadSimdEngine(), await loadScalarEngine(), jsEngine];
const [simd] = ENGINES;

describe.each(ENGINES)("the $name engine", (engine) => {
  test("passes its self-test", () => {
    expect(passesSelfTest(engine)).toBe(true);
  });

  test("gives the digests that RFC 1321 and FIPS 180-4 publish", () => {
    const actual = KNOWN_ANSWERS.map(({ text }) => digest(engine, [new TextEncoder().encode(text)]));
    expect(actual).toMatchObject(KNOWN_ANSWERS.map(({ text, ...digests }) => digests));
  });

  test("agrees with OpenSSL on every length up to 300 bytes, NIST's long lengths, and awkward slices", () => {
    const actual = messages().map((message) => ({ name: message.name, ...digest(engine, pieces(message)) }));
    expect(actual).toEqual(messages().map(({ name, bytes }) => ({ name, ...opensslDigests(bytes) })));
  });

  test("passes NIST's Monte Carlo test for SHA-1", () => {
    expect(monteCarlo(engine)).toEqual(MONTE_CARLO_CHECKPOINTS);
  });

  test("keeps files that are hashed in turns apart", () => {
    const files = Array.from({ length: 20 }, (_, i) => randomBytes(1000 + 37 * i, i + 1));
    const states = files.map(() => engine.create());
    for (let at = 0; at < 2000; at += 71) {
      for (const [i, state] of states.entries()) state.update(files[i]?.subarray(at, at + 71) ?? new Uint8Array());
    }
    expect(states.map((state) => state.digest())).toEqual(files.map((file) => opensslDigests(file)));
  });

  test.runIf(LONG || engine === simd)(
    "counts bits beyond 2^32: a message of more than 512 MiB",
    { timeout: LONG_MS },
    () => {
      const chunk = randomBytes(4 * MIB + 1, 3);
      const total = 512 * MIB + 77;
      expect(digest(engine, repeated(chunk, total))).toEqual(opensslDigests(...repeated(chunk, total)));
    },
  );

  test.runIf(LONG)("counts bytes beyond 2^32: a message of more than 4 GiB", { timeout: LONG_MS }, () => {
    const chunk = randomBytes(4 * MIB + 1, 4);
    const total = 4096 * MIB + 12_345;
    expect(digest(engine, repeated(chunk, total))).toEqual(opensslDigests(...repeated(chunk, total)));
  });
});

test("random short messages give OpenSSL's digests", { timeout: 120_000 }, () => {
  const engine = ENGINES[0] ?? jsEngine;
  const seed = Math.floor(Math.random() * 2 ** 32);
  const pool = randomBytes(MIB, seed);
  const lengths = randomBytes(MIB, seed + 1);
  let wrong: string | undefined;
  for (let i = 0; i < RANDOM_MESSAGES && wrong === undefined; i += 1) {
    const length = lengths[i] ?? 0;
    const message = pool.subarray(i, i + length);
    const actual = digest(engine, [message]);
    if (actual.md5 !== hash("md5", message) || actual.sha1 !== hash("sha1", message)) {
      wrong = `seed ${seed}, message ${i} of ${length} bytes`;
    }
  }
  expect(wrong).toBeUndefined();
});
