import { createHash, hash } from "node:crypto";
import type { Digests } from "../../../src/contract/digest.ts";
import { shortMessages } from "./messages.ts";

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

/** What `foldShort` gives, by OpenSSL. */
export function opensslFold(seed: number, count: number): string {
  const fold = createHash("sha1");
  for (const pieces of shortMessages(seed, count)) {
    const message = Buffer.concat(pieces);
    fold.update(hash("md5", message) + hash("sha1", message));
  }
  return fold.digest("hex");
}
