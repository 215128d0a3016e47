import type { ConversionTarget } from "../../contract/conversion.ts";
import { HEIC } from "../../contract/image-type.ts";
import { fitWithin } from "./fit.ts";

/** JPEG has no transparency; what shows through is paper, not the black that a canvas would write. */
const PAPER = "#ffffff";

/**
 * Decodes a picture, turned upright as its orientation says, in sRGB and at the size that is wanted.
 * @param type what the blob's first bytes prove.
 * @throws UploadError `codec_unavailable`; whatever the browser throws for a picture that it cannot decode or draw.
 */
export async function draw(blob: Blob, type: string, target: ConversionTarget): Promise<OffscreenCanvas> {
  const bitmap = await decode(blob, type);
  try {
    const { width, height } = fitWithin(bitmap, target.maxSide);
    const canvas = new OffscreenCanvas(width, height);
    const context = contextOf(canvas);
    if (target.type === "image/jpeg") {
      context.fillStyle = PAPER;
      context.fillRect(0, 0, width, height);
    }
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    return canvas;
  } finally {
    bitmap.close();
  }
}

/** By the browser where it can: Safari decodes HEIC, the others need a decoder of ours for it. */
async function decode(blob: Blob, type: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch (error) {
    if (type !== HEIC) throw error;
    return (await import("./heic.ts")).decodeHeic(blob);
  }
}

/** The canvas's pixels, for a codec of ours. */
export function pixelsOf(canvas: OffscreenCanvas): ImageData {
  return contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  // The pixels are read back once drawn, which a canvas in main memory does without asking the graphics card.
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" });
  if (!context) throw new Error("This browser gives no canvas to a worker.");
  return context;
}
