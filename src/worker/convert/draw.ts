import type { ConversionTarget } from "../../contract/conversion.ts";
import { HEIC, type KnownImageType } from "../../contract/image-type.ts";
import { UPRIGHT } from "../metadata/exif.ts";
import { type Dimensions, fitWithin } from "./fit.ts";
import { unturnWebp } from "./webp-turn.ts";

const WEBP: KnownImageType = "image/webp";

/** JPEG has no transparency; what shows through is paper, not the black that a canvas would write. */
const PAPER = "#ffffff";

/**
 * Decodes a picture, turned upright as its orientation says, in sRGB and at the size that is wanted.
 * @param type what the blob's first bytes prove.
 * @throws UploadError `codec_unavailable`; whatever the browser throws for a picture that it cannot decode or draw.
 */
export async function draw(blob: Blob, type: string, target: ConversionTarget): Promise<OffscreenCanvas> {
  const { blob: unturned, orientation } = type === WEBP ? await unturnWebp(blob) : { blob, orientation: UPRIGHT };
  const bitmap = await decode(unturned, type);
  try {
    const size = fitWithin(bitmap, target.maxSide);
    const { width, height } = orientation >= FIRST_ON_ITS_SIDE ? { width: size.height, height: size.width } : size;
    const canvas = new OffscreenCanvas(width, height);
    const context = contextOf(canvas);
    if (target.type === "image/jpeg") {
      context.fillStyle = PAPER;
      context.fillRect(0, 0, width, height);
    }
    context.imageSmoothingQuality = "high";
    turn(context, orientation, canvas);
    context.drawImage(bitmap, 0, 0, size.width, size.height);
    return canvas;
  } finally {
    bitmap.close();
  }
}

/** Exif 3.0, section 4.6.5.1.6: from this orientation on, rows and columns change places. */
const FIRST_ON_ITS_SIDE = 5;

/** What is drawn next is turned as Exif's orientation says, into a canvas of the size that it has then. */
function turn(context: OffscreenCanvasRenderingContext2D, orientation: number, { width, height }: Dimensions): void {
  const turns: Readonly<Record<number, DOMMatrix2DInit>> = {
    2: { a: -1, d: 1, e: width },
    3: { a: -1, d: -1, e: width, f: height },
    4: { d: -1, f: height },
    5: { a: 0, b: 1, c: 1, d: 0 },
    6: { a: 0, b: 1, c: -1, d: 0, e: width },
    7: { a: 0, b: -1, c: -1, d: 0, e: width, f: height },
    8: { a: 0, b: -1, c: 1, d: 0, f: height },
  };
  context.setTransform(turns[orientation]);
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
