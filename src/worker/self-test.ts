import type { Digests } from "../contract/digest.ts";
import type { DigestEngine } from "./digest-engine.ts";

/** The bytes 0 to 250, again and again: no two of the kernel's blocks or windows are the same. */
function sample(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < PERIOD; i += 1) bytes[i] = i;
  for (let filled = PERIOD; filled < length; filled *= 2) bytes.copyWithin(filled, 0, filled);
  return bytes;
}
const PERIOD = 251;

/** More than the kernel takes at a time, and a rest: windows, the block loop, the carry-over and the padding all run. */
const LONG = {
  length: 130_003,
  md5: "07b587ec983d9d23322ebed274b97edf",
  sha1: "60a8fbd8f5fe88a50ea90465df9845ffc389d74f",
};

/** In the middle of the long one, and through the same instance. */
const SHORT = {
  length: 600,
  md5: "29fa7415033b32afb103bcad1d4cf3ad",
  sha1: "ec7029dc2005fbc4d0b46ef319bf215c5468eb5e",
};

/** Where the long sample is cut: inside the first block. The rest of that block and everything else follow at once. */
const CUT = 5;

/**
 * Whether the engine computes right on this very machine. A link with a wrong digest in it would be worse than none, so
 * an engine that fails here is never used.
 */
export function passesSelfTest(engine: DigestEngine): boolean {
  const bytes = sample(LONG.length);
  const long = engine.create();
  const short = engine.create();
  long.update(bytes.subarray(0, CUT));
  short.update(bytes.subarray(0, SHORT.length));
  long.update(bytes.subarray(CUT));
  return isRight(long.digest(), LONG) && isRight(short.digest(), SHORT);
}

/** @param expected as OpenSSL gives them. */
const isRight = (digests: Digests, expected: Digests) => digests.md5 === expected.md5 && digests.sha1 === expected.sha1;
