import { createHash } from "node:crypto";
import type { Digests } from "../../../src/contract/digest.ts";

/** Both digests by OpenSSL. */
export function opensslDigests(...chunks: readonly Uint8Array[]): Digests {
  const md5 = createHash("md5");
  const sha1 = createHash("sha1");
  for (const chunk of chunks) {
    md5.update(chunk);
    sha1.update(chunk);
  }
  return { md5: md5.digest("hex"), sha1: sha1.digest("hex") };
}
