import { detectType } from "./detect-type.ts";
import { hasTooManyPixels } from "./pixel-limit.ts";

/** The shorter side of a preview at most, in pixels: a row's picture is 48 px, and dense screens show twice that. */
const PREVIEW_SIZE = 96;

/** How many times its shorter side a preview's longer side is at most; a longer picture gives its middle. */
const LONGEST_RATIO = 3;

const QUALITY = 0.8;

/**
 * A small WebP of a picture. It is decoded as it is and drawn small: browsers decode the whole of it whatever size they
 * are asked for, and a size in one direction alone would make a very long picture far larger than it was.
 * @throws Error for a picture of too many pixels; UploadError as `readBytes` does; whatever the browser throws for a
 * picture that it cannot decode or draw.
 */
export async function drawPreview(blob: Blob): Promise<Blob> {
  const type = await detectType(blob);
  if (type !== undefined && (await hasTooManyPixels(blob, type))) throw new Error("The picture has too many pixels.");
  const bitmap = await createImageBitmap(blob);
  try {
    const { part, width, height } = layOutPreview(bitmap);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("This browser gives no canvas to a worker.");
    context.imageSmoothingQuality = "medium";
    context.drawImage(bitmap, part.x, part.y, part.width, part.height, 0, 0, width, height);
    return await canvas.convertToBlob({ type: "image/webp", quality: QUALITY });
  } finally {
    bitmap.close();
  }
}

/** Pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of a picture that is shown, in its own pixels, and how large. Nothing is enlarged. */
export function layOutPreview({ width, height }: Size): Size & { readonly part: Size & { x: number; y: number } } {
  const shorter = Math.min(width, height);
  const [w, h] = [Math.min(width, shorter * LONGEST_RATIO), Math.min(height, shorter * LONGEST_RATIO)];
  const scale = Math.min(1, PREVIEW_SIZE / shorter);
  return {
    part: { x: (width - w) / 2, y: (height - h) / 2, width: w, height: h },
    width: Math.max(1, Math.round(w * scale)),
    height: Math.max(1, Math.round(h * scale)),
  };
}
