import createCodec, { type AVIFModule } from "@jsquash/avif/codec/enc/avif_enc.js";
import { defaultOptions } from "@jsquash/avif/meta.js";

/** 0 to 10, of libavif's effort. Slower settings take minutes for a photograph in one thread. */
export const AVIF_SPEED = 8;

let codec: AVIFModule | undefined;

/**
 * Encodes AVIF in this thread. The package's own entry would also bring its codec for several threads, which needs a
 * cross-origin isolated page.
 * @param quality 1 to 100.
 * @throws Error when the codec cannot be fetched or gives nothing.
 */
export async function encodeAvif(pixels: ImageData, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const loaded = codec ?? (await createCodec({ noInitialRun: true }));
  codec = loaded;
  const options = { ...defaultOptions, quality, speed: AVIF_SPEED };
  const bytes = loaded.encode(pixels.data, pixels.width, pixels.height, options);
  if (!bytes) throw new Error("The AVIF codec gave nothing.");
  return new Uint8Array(bytes);
}
