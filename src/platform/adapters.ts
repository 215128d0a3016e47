import type { Hasher, Preparer, Putter, Signer, Verifier } from "../engine/ports.ts";
import { createVerifier } from "./link-check.ts";
import { createPutter } from "./put-xhr.ts";
import { createSigner, type SignFetchOptions } from "./sign-fetch.ts";
import { createWorkerPool, type WorkerPoolOptions } from "./worker-pool.ts";

/* Wanted with the first file too, and so fetched together. */
export { makeThumbnail } from "./thumbnail.ts";

/** The engine's ports that do the work on a file: in workers, at the gateway and at the store. */
export interface Adapters {
  readonly preparer: Preparer;
  readonly hasher: Hasher;
  readonly signer: Signer;
  readonly putter: Putter;
  readonly verifier: Verifier;
}

/** What the adapters need of the page. */
export type AdapterOptions = SignFetchOptions & WorkerPoolOptions;

/** Starts no worker and asks nobody before there is a file. */
export function createAdapters(options: AdapterOptions): Adapters {
  const { preparer, hasher } = createWorkerPool(options);
  return {
    preparer,
    hasher,
    signer: createSigner(options),
    putter: createPutter(options),
    verifier: createVerifier(options),
  };
}
