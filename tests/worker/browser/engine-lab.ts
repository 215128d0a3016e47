import type { Digests } from "../../../src/contract/digest.ts";
import type { DigestEngine } from "../../../src/worker/digest-engine.ts";
import { jsEngine } from "../../../src/worker/js-engine.ts";
import { passesSelfTest } from "../../../src/worker/self-test.ts";
import { loadScalarEngine, loadSimdEngine } from "../../../src/worker/wasm-engine.ts";
import { KNOWN_ANSWERS } from "../support/known-answers.ts";
import { messages, pieces, randomBytes } from "../support/messages.ts";
import { digest, foldShort, monteCarlo, repeated } from "../support/run-engine.ts";

type EngineName = DigestEngine["name"];

const LOADERS: Readonly<Record<EngineName, () => Promise<DigestEngine>>> = {
  simd: loadSimdEngine,
  wasm: loadScalarEngine,
  js: async () => jsEngine,
};

/** Each engine of this browser, asked what the same engine is asked in Node. */
export const engineLab = {
  async selfTest(name: EngineName): Promise<boolean> {
    return passesSelfTest(await LOADERS[name]());
  },
  async knownAnswers(name: EngineName): Promise<Digests[]> {
    const engine = await LOADERS[name]();
    return KNOWN_ANSWERS.map(({ text }) => digest(engine, [new TextEncoder().encode(text)]));
  },
  async messages(name: EngineName): Promise<Digests[]> {
    const engine = await LOADERS[name]();
    return messages().map((message) => digest(engine, pieces(message)));
  },
  async monteCarlo(name: EngineName): Promise<Record<number, string>> {
    return monteCarlo(await LOADERS[name]());
  },
  async foldShort(name: EngineName, seed: number, count: number): Promise<string> {
    return foldShort(await LOADERS[name](), seed, count);
  },
  /** @param total bytes of the message, made of one chunk over and over. */
  async longMessage(name: EngineName, chunkBytes: number, seed: number, total: number): Promise<Digests> {
    return digest(await LOADERS[name](), repeated(randomBytes(chunkBytes, seed), total));
  },
};
