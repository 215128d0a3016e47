import { hasAscii } from "./ascii.ts";
import { scrubExif } from "./exif.ts";
import { attempt, type Bytes, type Findings, MalformedError } from "./findings.ts";
import { readHeader } from "./jpeg-segments.ts";
import { scrubXmp } from "./xmp.ts";

const SIGNATURE = "Exif\0";
/** With the pad byte that belongs to it, which not every writer sets to zero. */
const SIGNATURE_BYTES = SIGNATURE.length + 1;

/** The TIFF block itself: some writers put JPEG's signature before it where it does not belong. */
export function tiffOf(bytes: Bytes): Bytes {
  return hasAscii(bytes, 0, SIGNATURE) ? bytes.subarray(SIGNATURE_BYTES) : bytes;
}

/**
 * Takes the position out of an EXIF block and out of its thumbnails in place.
 * @throws MalformedError
 */
export function scrubExifBlock(bytes: Bytes, findings: Findings): void {
  const tiff = tiffOf(bytes);
  for (const { from, to } of scrubExif(tiff, findings)) scrubThumbnail(tiff.subarray(from, to), findings);
}

/** A thumbnail is a JPEG file; a broken one is nothing to anybody. One inside another is not looked for. */
function scrubThumbnail(bytes: Bytes, findings: Findings): void {
  try {
    const header = readHeader(bytes);
    if ("needs" in header) return;
    for (const { kind, body, to } of header.segments) {
      if (kind === "exif") attempt(bytes.subarray(body, to), findings, scrubExif);
      if (kind === "xmp") attempt(bytes.subarray(body, to), findings, scrubXmp);
    }
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
  }
}
