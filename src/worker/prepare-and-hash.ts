import type { Digests } from "../contract/digest.ts";
import type { DigestEngine } from "./digest-engine.ts";
import { hashBlob } from "./hash-blob.ts";
import { type Preparation, type PrepareOptions, prepare } from "./prepare.ts";
import { hold, letGo } from "./read-blob.ts";

/** A preparation, and the digests of what goes up; those are absent where the bytes prove no type. */
export interface HashedPreparation extends Preparation {
  readonly digests?: Digests;
}

/**
 * Prepares and hashes a small file, which is read once and held meanwhile.
 * @throws UploadError as `readBytes` does; the signal's reason.
 */
export async function prepareAndHash(
  engine: DigestEngine,
  signal: AbortSignal,
  blob: Blob,
  options: PrepareOptions,
): Promise<HashedPreparation> {
  await hold(blob);
  let ready = blob;
  try {
    signal.throwIfAborted();
    const preparation = await prepare(signal, blob, options);
    if (preparation.imageType === undefined) return preparation;
    ready = preparation.blob ?? blob;
    return { ...preparation, digests: await hashBlob(engine, signal, ready, () => undefined) };
  } finally {
    letGo(blob);
    letGo(ready);
  }
}
