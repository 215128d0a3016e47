import { MAX_CONVERTED_BYTES } from "../contract/conversion.ts";
import { UploadError } from "../contract/errors.ts";
import type { AdapterOptions, Adapters } from "./adapters.ts";
import { untilDone } from "./until-done.ts";

/** The code is fetched this long after the page has started, in ms, unless a file wants it before that. */
const FETCH_AHEAD_MS = 1000;

/** The same ports, whose code the first paint does not wait for. */
export function createLazyAdapters(options: AdapterOptions): Adapters {
  const load = untilDone(() =>
    import("./adapters.ts").then(
      ({ createAdapters }) => createAdapters(options),
      (cause: unknown) => {
        throw new UploadError({ code: "gateway_unreachable", detail: String(cause) }, { cause });
      },
    ),
  );

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
