import type { Digests } from "../../../src/contract/digest.ts";
import type { DigestEngine } from "../../../src/worker/digest-engine.ts";
import { MONTE_CARLO_CHECKPOINTS, MONTE_CARLO_SEED } from "./known-answers.ts";
import { shortMessages } from "./messages.ts";

/** Both digests of the chunks, in order. */
export function digest(engine: DigestEngine, chunks: Iterable<Uint8Array>): Digests {
  const state = engine.create();
  for (const chunk of chunks) state.update(chunk);
  return state.digest();
}

/** SHAVS, section 6.4: 100 rounds of 1,000 digests, each of the three before it. @returns the rounds that NIST lists. */
export function monteCarlo(engine: DigestEngine): Record<number, string> {
  const listed: Record<number, string> = {};
  let seed = fromHex(MONTE_CARLO_SEED);
  for (let round = 0; round < 100; round += 1) {
    let last = [seed, seed, seed] as const;
    for (let i = 0; i < 1000; i += 1) last = [last[1], last[2], fromHex(digest(engine, last).sha1)];
    seed = last[2];
    if (round in MONTE_CARLO_CHECKPOINTS) listed[round] = toHex(seed);
  }
  return listed;
}

/** How many digests are held before they are folded. */
const FOLDED_TOGETHER = 1000;

/** All digests of so many short messages as one: the SHA-1 of their hex, MD5 before SHA-1, message by message. */
export function foldShort(engine: DigestEngine, seed: number, count: number): string {
  const fold = engine.create();
  const encoder = new TextEncoder();
  let held = "";
  let left = count;
  for (const pieces of shortMessages(seed, count)) {
    const { md5, sha1 } = digest(engine, pieces);
    held += md5 + sha1;
    left -= 1;
    if (left % FOLDED_TOGETHER !== 0) continue;
    fold.update(encoder.encode(held));
    held = "";
  }
  return fold.digest().sha1;
}

/** A message too long to be held: the chunk over and over, `total` bytes in all. */
export function* repeated(chunk: Uint8Array<ArrayBuffer>, total: number): Generator<Uint8Array<ArrayBuffer>> {
  for (let left = total; left > 0; left -= chunk.length) yield left < chunk.length ? chunk.subarray(0, left) : chunk;
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
const toHex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
