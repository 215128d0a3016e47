import type { Conversion, ConversionOrder, ConversionTarget, KeptReason } from "../../contract/conversion.ts";
import { BlobReader } from "../metadata/blob-reader.ts";
import { MalformedError } from "../metadata/findings.ts";
import { hasTooManyPixels } from "../pixel-limit.ts";
import { isAnimated } from "./animation.ts";
import { draw } from "./draw.ts";
import { encode } from "./encode.ts";

/** Most browsers do not show these, so they are converted even when that makes them larger. */
const SELDOM_SHOWN: ReadonlySet<string> = new Set(["image/heic", "image/tiff"]);

/** An icon is several pictures in one file, and only one would be left. */
export const NEVER_CONVERTED = "image/x-icon";

/** What a conversion came to. */
export interface Converted {
  /** Absent when the picture stays as it is. */
  readonly blob?: Blob;
  readonly conversion: Conversion;
}

/**
 * Converts a picture, unless it moves, has too many pixels, would become larger while it is of use as it is, or cannot be
 * decoded or encoded here. Re-encoding leaves all metadata behind; the orientation is applied and the colours are
 * converted to sRGB.
 * @param type what the blob's first bytes prove.
 * @throws UploadError as `readBytes` does, and `codec_unavailable`; the signal's reason, between two steps.
 */
export async function convert(
  signal: AbortSignal,
  blob: Blob,
  type: string,
  { accept, ...target }: ConversionOrder,
): Promise<Converted> {
  try {
    if (await isAnimated(new BlobReader(blob), type)) return kept("animated");
  } catch (error) {
    if (error instanceof MalformedError) return kept("undecodable");
    throw error;
  }
  if (await hasTooManyPixels(blob, type)) return kept("pixels");
  signal.throwIfAborted();
  const made = await reencode(signal, blob, type, target);
  if (made === undefined) return kept("undecodable");
  const ofUse = !SELDOM_SHOWN.has(type) && accept?.includes(type) !== false;
  if (made.size >= blob.size && ofUse) return kept("larger");
  const conversion: Conversion = {
    kind: "converted",
    from: { type, size: blob.size },
    to: { type: target.type, size: made.size },
  };
  return { blob: made, conversion };
}

/** Browsers say in many ways that they cannot decode, draw or encode a picture; all of them mean the same here. */
async function reencode(
  signal: AbortSignal,
  blob: Blob,
  type: string,
  target: ConversionTarget,
): Promise<Blob | undefined> {
  try {
    const canvas = await draw(blob, type, target);
    signal.throwIfAborted();
    return await encode(canvas, target);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && error.name === "UploadError") throw error;
    return undefined;
  }
}

const kept = (reason: KeptReason): Converted => ({ conversion: { kind: "kept", reason } });
