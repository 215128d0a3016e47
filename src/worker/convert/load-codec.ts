import { UploadError } from "../../contract/errors.ts";

/** Does something with a codec. Raises `codec_unavailable` when it cannot be fetched or started; whatever the work does. */
export type WithCodec<Codec> = <Result>(work: (codec: Codec) => Result | PromiseLike<Result>) => Promise<Result>;

/**
 * A codec that is fetched when a picture first needs it, and then kept for the worker's lifetime. After a failure the
 * next picture gets a fresh one: what a picture has brought down keeps all the memory that it had grown to, and may not
 * work any more.
 */
export function loadCodec<Codec>(fetchCodec: () => Promise<Codec>): WithCodec<Codec> {
  let loading: Promise<Codec> | undefined;
  return async (work) => {
    loading ??= fetchCodec();
    try {
      const codec = await loading.catch((cause: unknown) => {
        throw new UploadError({ code: "codec_unavailable", detail: String(cause) }, { cause });
      });
      return await work(codec);
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
}
