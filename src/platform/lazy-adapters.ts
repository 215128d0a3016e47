import { MAX_CONVERTED_BYTES } from "../contract/conversion.ts";
import { UploadError } from "../contract/errors.ts";
import type { AdapterOptions, Adapters } from "./adapters.ts";
import { untilDone } from "./until-done.ts";

/** The code is fetched this long after the page has started, in ms, unless a file wants it before that. */
const FETCH_AHEAD_MS = 1000;

/**
 * The same ports, whose code the first paint does not wait for.
 * @param fetchCode for tests.
 */
export function createLazyAdapters(options: AdapterOptions, fetchCode = () => import("./adapters.ts")): Adapters {
  const load = untilDone(async () => {
    const { createAdapters } = await fetchCode().catch(async () => {
      // A gateway that does not answer either says so by its own failure, which passes.
      await options.freshConfig(new AbortController().signal);
      return fetchCode().catch(outdated);
    });
    return createAdapters(options);
  });

  setTimeout(() => void load().catch(() => {}), FETCH_AHEAD_MS);

  return {
    preparer: {
      prepare: async (...call) => (await load()).preparer.prepare(...call),
      mayShrink: (blob) => blob.size <= MAX_CONVERTED_BYTES && options.conversion?.(blob) !== undefined,
      wishes: (blob) => JSON.stringify([options.privacy?.(), options.conversion?.(blob)]),
    },
    hasher: { hash: async (...call) => (await load()).hasher.hash(...call) },
    signer: { sign: async (...call) => (await load()).signer.sign(...call) },
    putter: { put: async (...call) => (await load()).putter.put(...call) },
    verifier: { verify: async (...call) => (await load()).verifier.verify(...call) },
  };
}

/**
 * A deployment has taken the code away; or the network was away for a moment, and the browser takes what it could not
 * import then for lost until the page is loaded anew: Firefox before 155, and WebKit (github.com/whatwg/html/pull/10327).
 */
function outdated(cause: unknown): never {
  throw new UploadError({ code: "page_outdated", detail: String(cause) }, { cause });
}
