import type { DigestEngine } from "./digest-engine.ts";

/** 131 bytes, 0, 1, 2 …: two whole blocks and a rest, so that the block loop, the carry-over and the padding all run. */
const SAMPLE = Uint8Array.from({ length: 131 }, (_, i) => i);

/** The sample's digests, as OpenSSL gives them. */
const EXPECTED = {
  md5: "cc188799001d39bf0854be3426d93d51",
  sha1: "76382259107c56b3f798107a8acc62b32d8ec2c6",
};

/** Where the sample is cut: inside the first block. The rest of that block and everything else follow at once. */
const CUT = 5;

/**
 * Whether the engine computes right on this very machine. A link with a wrong digest in it would be worse than none, so
 * an engine that fails here is never used.
 */
export function passesSelfTest(engine: DigestEngine): boolean {
  const first = engine.create();
  const second = engine.create();
  first.update(SAMPLE.subarray(0, CUT));
  second.update(SAMPLE);
  first.update(SAMPLE.subarray(CUT));
  return [first, second].every((state) => {
    const digests = state.digest();
    return digests.md5 === EXPECTED.md5 && digests.sha1 === EXPECTED.sha1;
  });
}
