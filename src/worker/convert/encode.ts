import { type ConversionTarget, type ConversionType, MAX_QUALITY } from "../../contract/conversion.ts";
import { pixelsOf } from "./draw.ts";
import { loadCodec, type WithCodec } from "./load-codec.ts";

type Encode = (pixels: ImageData, quality: number) => Promise<BlobPart> | BlobPart;

const CODECS: Readonly<Record<ConversionType, WithCodec<Encode>>> = {
  "image/webp": loadCodec(async () => {
    const { default: encodeWebp, init } = await import("@jsquash/webp/encode.js");
    await init();
    return (pixels, quality) => encodeWebp(pixels, { quality });
  }),
  "image/jpeg": loadCodec(async () => (await import("./jpeg.ts")).loadJpegEncoder()),
  "image/avif": loadCodec(async () => (await import("./avif.ts")).loadAvifEncoder()),
};

/**
 * Encodes what is drawn: by the browser where it writes this type, else by a codec of ours. No browser writes AVIF.
 * @throws UploadError `codec_unavailable`; Error when the encoder gives nothing, such as for a picture that the format has
 * no room for.
 */
export async function encode(canvas: OffscreenCanvas, { type, quality }: ConversionTarget): Promise<Blob> {
  if (type !== "image/avif") {
    const blob = await canvas.convertToBlob({ type, quality: quality / MAX_QUALITY });
    // HTML, "serialising bitmaps to a file": a browser that does not write the type gives a PNG instead.
    if (blob.type === type) return blob;
  }
  const bytes = await CODECS[type]((encodePixels) => encodePixels(pixelsOf(canvas), quality));
  return new Blob([bytes], { type });
}
