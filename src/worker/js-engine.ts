import { sha1 } from "js-sha1";
import SparkMD5 from "spark-md5";
import type { DigestEngine } from "./digest-engine.ts";

/** Plain JavaScript: for a strict CSP or Lockdown Mode, which forbid WebAssembly, and the reference in tests. */
export const jsEngine: DigestEngine = {
  name: "js",
  create() {
    const md5 = new SparkMD5.ArrayBuffer();
    const sha = sha1.create();
    return {
      update(bytes) {
        md5.append(bytes.slice().buffer);
        sha.update(bytes);
      },
      digest: () => ({ md5: md5.end(), sha1: sha.hex() }),
    };
  },
};
