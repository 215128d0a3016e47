import { type ConversionTarget, type ConversionType, MAX_QUALITY } from "../../contract/conversion.ts";
import { pixelsOf } from "./draw.ts";

type Codec = (pixels: ImageData, quality: number) => Promise<ArrayBufferView<ArrayBuffer> | ArrayBuffer>;

/** Each one is fetched when a picture first needs it, and then kept for the worker's lifetime. */
const CODECS: Readonly<Record<ConversionType, Codec>> = {
  "image/webp": async (pixels, quality) => (await import("@jsquash/webp/encode.js")).default(pixels, { quality }),
  "image/jpeg": async (pixels, quality) => (await import("@jsquash/jpeg/encode.js")).default(pixels, { quality }),
  "image/avif": async (pixels, quality) => (await import("./avif.ts")).encodeAvif(pixels, quality),
};

/**
 * Encodes what is drawn: by the browser where it writes this type, else by a codec of ours. No browser writes AVIF.
 * @throws Error when the encoder gives nothing, such as for a picture that the format has no room for.
 */
export async function encode(canvas: OffscreenCanvas, { type, quality }: ConversionTarget): Promise<Blob> {
  if (type !== "image/avif") {
    const blob = await canvas.convertToBlob({ type, quality: quality / MAX_QUALITY });
    // HTML, "serialising bitmaps to a file": a browser that does not write the type gives a PNG instead.
    if (blob.type === type) return blob;
  }
  return new Blob([await CODECS[type](pixelsOf(canvas), quality)], { type });
}
