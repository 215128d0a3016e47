import type { DigestEngine } from "./digest-engine.ts";
import { jsEngine } from "./js-engine.ts";
import { passesSelfTest } from "./self-test.ts";

/** One way to get an engine; `undefined` or a rejection means that it cannot run here. */
export type EngineLoader = () => Promise<DigestEngine | undefined>;

/** The first engine that loads and computes right. @throws when not even the last one does. */
export async function chooseEngine(loaders: readonly EngineLoader[]): Promise<DigestEngine> {
  for (const load of [...loaders, async () => jsEngine]) {
    const engine = await load().catch(() => undefined);
    if (engine !== undefined && isSound(engine)) return engine;
  }
  throw new Error("No digest engine passes its self-test here");
}

function isSound(engine: DigestEngine): boolean {
  try {
    if (passesSelfTest(engine)) return true;
    console.error(`The ${engine.name} digest engine computes wrong digests here and is not used`);
  } catch (error) {
    console.error(`The ${engine.name} digest engine fails here and is not used`, error);
  }
  return false;
}
