import { asciiBytes } from "../metadata/ascii.ts";
import { BlobReader } from "../metadata/blob-reader.ts";
import { applyEdits } from "../metadata/edits.ts";
import { readOrientation, UPRIGHT } from "../metadata/exif.ts";
import { tiffOf } from "../metadata/exif-block.ts";
import { MalformedError } from "../metadata/findings.ts";
import { EXIF, readWebp } from "../metadata/webp.ts";

/** A picture, and how it has still to be turned once it is decoded. */
export interface Unturned {
  readonly blob: Blob;
  /** Exif's orientation, 1 to 8. */
  readonly orientation: number;
}

/** RFC 9649, section 2.7.1.6: readers pass over chunks that they do not know. */
const UNKNOWN = "    ";

/**
 * Takes a WebP picture's orientation out of the decoder's sight. Not every browser follows it: Chromium and
 * Firefox show the pixels as they lie. Turned afterwards they are upright in every browser, and turned once.
 * @throws UploadError as `readBytes` does.
 */
export async function unturnWebp(blob: Blob): Promise<Unturned> {
  try {
    const reader = new BlobReader(blob);
    const exif = (await readWebp(reader)).chunks.find(({ type }) => type === EXIF);
    const orientation = exif ? readOrientation(tiffOf(await reader.read(exif.data, exif.dataEnd))) : UPRIGHT;
    if (exif === undefined || orientation === UPRIGHT) return { blob, orientation };
    const hidden = { from: exif.from, to: exif.from + UNKNOWN.length, bytes: asciiBytes(UNKNOWN) };
    return { blob: applyEdits(blob, [hidden]), orientation };
  } catch (error) {
    if (error instanceof MalformedError) return { blob, orientation: UPRIGHT };
    throw error;
  }
}
