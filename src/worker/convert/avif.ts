import createCodec from "@jsquash/avif/codec/enc/avif_enc.js";
import { defaultOptions } from "@jsquash/avif/meta.js";

/** 0 to 10, of libavif's effort. Slower settings take minutes for a photograph in one thread. */
const AVIF_SPEED = 8;

/**
 * An encoder of AVIF in this thread, of qualities from 1 to 100; it throws when the codec gives nothing. The package's
 * own entry would also bring its codec for several threads, which needs a cross-origin isolated page.
 * Rejects when the codec cannot be fetched.
 */
export async function loadAvifEncoder(): Promise<(pixels: ImageData, quality: number) => Uint8Array<ArrayBuffer>> {
  const codec = await createCodec({ noInitialRun: true });
  return ({ data, width, height }, quality) => {
    const bytes = codec.encode(data, width, height, { ...defaultOptions, quality, speed: AVIF_SPEED });
    if (!bytes) throw new Error("The AVIF codec gave nothing.");
    return new Uint8Array(bytes);
  };
}
