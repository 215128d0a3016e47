import createCodec from "@jsquash/jpeg/codec/enc/mozjpeg_enc.js";
import { defaultOptions } from "@jsquash/jpeg/meta.js";

/**
 * An encoder of JPEG. The package's own entry never tells that its codec could not be fetched.
 * Rejects when the codec cannot be fetched.
 */
export async function loadJpegEncoder(): Promise<(pixels: ImageData, quality: number) => Uint8Array<ArrayBuffer>> {
  const codec = await createCodec({ noInitialRun: true });
  return ({ data, width, height }, quality) =>
    new Uint8Array(codec.encode(data, width, height, { ...defaultOptions, quality }));
}
