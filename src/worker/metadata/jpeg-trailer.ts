import { asciiBytes, byteText, hasAscii } from "./ascii.ts";
import { type BlobReader, WINDOW_BYTES } from "./blob-reader.ts";
import { type Edit, editsBetween } from "./edits.ts";
import { type Bytes, type Findings, MalformedError } from "./findings.ts";
import { scrubJpegHeader } from "./jpeg-location.ts";
import { loadHeader, MARKERS } from "./jpeg-segments.ts";

/*
 * Behind a JPEG picture phones append videos, pictures and blocks of their own, each maker in its own wrapping. Instead
 * of knowing them all, this looks for what can hold a position: JPEG files, and the location boxes of MP4 files.
 */

/** The longest location box that is believed, in bytes. */
const MAX_BOX_BYTES = 1024;
const BOX_HEADER_BYTES = 8;
/** QuickTime File Format, user data: the position as text after ISO 6709. */
const QUICKTIME_LOCATION = "\xa9xyz";
const ISO_6709 = /[+-]\d{1,3}(?:\.\d*)?[+-]\d{1,3}/;
/** 3GPP TS 26.244, section 8.10: a place's name and coordinates. */
const LOCATION_INFORMATION = "loci";

/** The edits that take positions out of everything from `from` to the file's end; no byte moves. */
export async function scrubTrailer(reader: BlobReader, from: number, findings: Findings): Promise<Edit[]> {
  let edits: Edit[] = [];
  for (let at = from; at < reader.size; ) {
    const bytes = await reader.read(at, Math.min(reader.size, at + WINDOW_BYTES + MAX_BOX_BYTES));
    let next = at + Math.min(bytes.length, WINDOW_BYTES);
    for (let i = 0; i < bytes.length && at + i < next; i += 1) {
      if (startsJpeg(bytes, i)) {
        const header = await scrubJpegAt(reader, at + i, findings);
        edits = edits.concat(header.edits);
        if (header.end > at + i) {
          // Its thumbnail is a JPEG file too, and has been seen to.
          next = header.end;
          break;
        }
      } else {
        const box = scrubLocationBox(bytes, i, findings);
        if (box) {
          edits.push({ from: at + i, to: at + i + box.length, bytes: box });
          i += box.length - 1;
        }
      }
    }
    at = next;
  }
  return edits;
}

function startsJpeg(bytes: Bytes, at: number): boolean {
  return bytes[at] === 0xff && bytes[at + 1] === MARKERS.soi && bytes[at + 2] === 0xff;
}

async function scrubJpegAt(
  reader: BlobReader,
  at: number,
  findings: Findings,
): Promise<{ edits: Edit[]; end: number }> {
  try {
    const header = await loadHeader(reader, at);
    const changed = header.bytes.slice();
    scrubJpegHeader(changed, header, findings);
    return { edits: editsBetween(header.bytes, changed, at), end: at + header.end };
  } catch (error) {
    // Three bytes of something else that only looked like a picture's start.
    if (error instanceof MalformedError) return { edits: [], end: at };
    throw error;
  }
}

/** The box whose type stands at `at + 4`, as a free one of the same size; undefined when it holds no location. */
function scrubLocationBox(bytes: Bytes, at: number, findings: Findings): Bytes | undefined {
  const isQuickTime = hasAscii(bytes, at + 4, QUICKTIME_LOCATION);
  if (!isQuickTime && !hasAscii(bytes, at + 4, LOCATION_INFORMATION)) return undefined;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
  if (size <= BOX_HEADER_BYTES || size > MAX_BOX_BYTES || at + size > bytes.length) return undefined;
  const content = bytes.subarray(at + BOX_HEADER_BYTES, at + size);
  // A version and flags, all zero, begin the other one.
  const isLocation = isQuickTime
    ? ISO_6709.test(byteText(content))
    : content.subarray(0, 4).every((byte) => byte === 0);
  if (!isLocation) return undefined;
  findings.removed.add("gps-video");
  const box = new Uint8Array(size);
  box.set(bytes.subarray(at, at + 4));
  box.set(asciiBytes("free"), 4);
  return box;
}
