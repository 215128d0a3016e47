import { byteText } from "../metadata/ascii.ts";
import type { BlobReader } from "../metadata/blob-reader.ts";
import { MalformedError } from "../metadata/findings.ts";
import { pngChunks } from "../metadata/png-chunks.ts";
import { countGifFrames } from "./gif-frames.ts";

type Detector = (reader: BlobReader) => Promise<boolean>;

const DETECTORS: Readonly<Record<string, Detector>> = {
  "image/gif": async (reader) => (await countGifFrames(reader, 2)) > 1,
  "image/png": isAnimatedPng,
  "image/webp": isAnimatedWebp,
  "image/avif": isSequence,
  "image/heic": isSequence,
};

/**
 * Whether a picture of this type has more than one frame. Reads headers only.
 * @throws MalformedError where the file is cut off before that can be told; UploadError as `readBytes` does.
 */
export async function isAnimated(reader: BlobReader, type: string): Promise<boolean> {
  return (await DETECTORS[type]?.(reader)) ?? false;
}

/** PNG 3rd edition, section 11.3.6.1: `acTL` comes before the first `IDAT`, and only animated files have it. */
async function isAnimatedPng(reader: BlobReader): Promise<boolean> {
  for await (const { type } of pngChunks(reader)) {
    if (type === "acTL") return true;
    if (type === "IDAT") return false;
  }
  return false;
}

const VP8X_AT = 12;
const VP8X_FLAGS_AT = 20;
const ANIMATION_FLAG = 0b10;

/** RFC 9649, section 2.7: only an extended file, whose first chunk is `VP8X`, can move, and then says so in its flags. */
async function isAnimatedWebp(reader: BlobReader): Promise<boolean> {
  const head = await reader.read(VP8X_AT, VP8X_FLAGS_AT + 1);
  if (byteText(head.subarray(0, 4)) !== "VP8X") return false;
  return ((head[VP8X_FLAGS_AT - VP8X_AT] ?? 0) & ANIMATION_FLAG) !== 0;
}

/** Brands of image sequences: ISO/IEC 23008-12, annex B (`msf1`, `hevc`, `hevx`), and AV1 Image File Format, section 8. */
const SEQUENCE_BRANDS: ReadonlySet<string> = new Set(["avis", "msf1", "hevc", "hevx"]);
const MAJOR_BRAND_AT = 8;
const COMPATIBLE_BRANDS_AT = 16;
const BRAND_BYTES = 4;
/** No file names so many; what follows is not looked at. */
const MAX_FTYP_BYTES = 4096;

async function isSequence(reader: BlobReader): Promise<boolean> {
  const boxBytes = new DataView((await reader.read(0, MAJOR_BRAND_AT)).buffer).getUint32(0);
  if (boxBytes < COMPATIBLE_BRANDS_AT) throw new MalformedError("the file type box is too short");
  const box = await reader.read(0, Math.min(boxBytes, MAX_FTYP_BYTES));
  const brandAt = (at: number) => byteText(box.subarray(at, at + BRAND_BYTES));
  if (SEQUENCE_BRANDS.has(brandAt(MAJOR_BRAND_AT))) return true;
  for (let at = COMPATIBLE_BRANDS_AT; at + BRAND_BYTES <= box.length; at += BRAND_BYTES) {
    if (SEQUENCE_BRANDS.has(brandAt(at))) return true;
  }
  return false;
}
