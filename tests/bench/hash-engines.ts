import { createMD5, createSHA1, type IHasher } from "hash-wasm";
import type { DigestEngine } from "../../src/worker/digest-engine.ts";
import { jsEngine } from "../../src/worker/js-engine.ts";
import { loadSimdEngine } from "../../src/worker/wasm-engine.ts";

/** What a worker of the benchmark hashes with. */
export type WorkerKind = "js" | "hash-wasm" | "hash-wasm-md5" | "hash-wasm-sha1" | "kernel" | "none";

/** No digest at all: what is left is the reading. */
const nothing: DigestEngine = {
  name: "js",
  create: () => ({ update: () => undefined, digest: () => ({ md5: "", sha1: "" }) }),
};

/** hash-wasm with one or both of its digests, one after the other over each slice. One file at a time. */
async function hashWasm(makers: {
  md5?: () => Promise<IHasher>;
  sha1?: () => Promise<IHasher>;
}): Promise<DigestEngine> {
  const md5 = await makers.md5?.();
  const sha1 = await makers.sha1?.();
  return {
    name: "wasm",
    create() {
      md5?.init();
      sha1?.init();
      return {
        update(bytes) {
          md5?.update(bytes);
          sha1?.update(bytes);
        },
        digest: () => ({ md5: md5?.digest() ?? "", sha1: sha1?.digest() ?? "" }),
      };
    },
  };
}

export const ENGINES: Readonly<Record<WorkerKind, () => Promise<DigestEngine>>> = {
  js: async () => jsEngine,
  "hash-wasm": () => hashWasm({ md5: createMD5, sha1: createSHA1 }),
  "hash-wasm-md5": () => hashWasm({ md5: createMD5 }),
  "hash-wasm-sha1": () => hashWasm({ sha1: createSHA1 }),
  kernel: loadSimdEngine,
  none: async () => nothing,
};
