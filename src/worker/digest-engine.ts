import type { Digests } from "../contract/digest.ts";

/** One file's running MD5 and SHA-1. Independent of every other one of the same engine. */
export interface DigestState {
  /** Takes the next bytes, in any amount; they may be reused as soon as it returns. */
  update(bytes: Uint8Array): void;
  /** Both digests of everything taken so far. Ends the state: neither method may be called again. */
  digest(): Digests;
}

/** A way to compute both digests: `simd` and `wasm` are the fused kernel, `js` works where WebAssembly may not. */
export interface DigestEngine {
  readonly name: "simd" | "wasm" | "js";
  create(): DigestState;
}
