import { UploadError } from "../../contract/errors.ts";

/**
 * A codec that is fetched when a picture first needs it, and then kept for the worker's lifetime; after a failure the
 * next picture asks again.
 * @returns the codec. Raises `codec_unavailable` when it cannot be fetched or started.
 */
export function loadCodec<Codec>(fetchCodec: () => Promise<Codec>): () => Promise<Codec> {
  let loading: Promise<Codec> | undefined;
  return async () => {
    loading ??= fetchCodec();
    try {
      return await loading;
    } catch (cause) {
      loading = undefined;
      throw new UploadError({ code: "codec_unavailable", detail: String(cause) }, { cause });
    }
  };
}
