import { asciiBytes, byteText, hasAscii } from "./ascii.ts";
import { type BlobReader, WINDOW_BYTES } from "./blob-reader.ts";
import { type Edit, editsBetween } from "./edits.ts";
import { type Bytes, type Findings, MalformedError } from "./findings.ts";
import type { Range } from "./joined.ts";
import { scrubJpegHeader } from "./jpeg-location.ts";
import { loadHeader, MARKERS } from "./jpeg-segments.ts";
import { scrubPacket, XMP_BOX_TYPES, xmpPacketAt } from "./own-boxes.ts";

/*
 * To a picture phones append videos, pictures and blocks of their own, each maker in its own wrapping: behind a JPEG
 * picture, in boxes of their own in HEIC. Instead of knowing them all, this looks for what can hold a position: JPEG
 * files, and the location boxes and XMP packets of MP4 files.
 */

/** The longest location box that is believed, in bytes. */
const MAX_BOX_BYTES = 1024;
const BOX_HEADER_BYTES = 8;
/** Of a value in QuickTime's list of metadata items: its kind and its language. */
const VALUE_HEADER_BYTES = 8;
const ISO_6709 = /[+-]\d{1,3}(?:\.\d*)?[+-]\d{1,3}/;
const NOTHING_BUT_ISO_6709 = /^[+-]\d{1,9}(?:\.\d*)?[+-]\d{1,9}(?:\.\d*)?(?:[+-]\d+(?:\.\d*)?)?(?:CRS\w+)?\/?\0*$/;

const LOCATION_BOXES: readonly { type: string; holdsLocation: (content: Bytes) => boolean }[] = [
  // QuickTime File Format, user data: the position as text after ISO 6709.
  { type: "\xa9xyz", holdsLocation: (content) => ISO_6709.test(byteText(content)) },
  // 3GPP TS 26.244, section 8.10: a place's name and coordinates, behind a version and flags, all zero.
  { type: "loci", holdsLocation: (content) => content.subarray(0, 4).every((byte) => byte === 0) },
  // QuickTime File Format, metadata items: any text, and which of them is the position is said elsewhere.
  {
    type: "data",
    holdsLocation: (content) => NOTHING_BUT_ISO_6709.test(byteText(content.subarray(VALUE_HEADER_BYTES))),
  },
];

const MARKER_START = 0xff;
/** The first letters of the types that are looked for: nearly every byte of a video is none of them. */
const TYPE_STARTS: ReadonlySet<number> = new Set(
  [...LOCATION_BOXES.map(({ type }) => type), ...XMP_BOX_TYPES].map((type) => type.charCodeAt(0)),
);

/** More than any phone appends; behind so many no other is looked for. */
const MAX_PICTURES = 256;

/** The edits that take positions out of everything that is appended in a part of the file; no byte moves. */
export async function scrubAppended(reader: BlobReader, part: Range, findings: Findings): Promise<Edit[]> {
  let edits: Edit[] = [];
  let pictures = 0;
  for (let at = part.from; at < part.to; ) {
    const bytes = await reader.read(at, Math.min(part.to, at + WINDOW_BYTES + MAX_BOX_BYTES));
    let next = at + Math.min(bytes.length, WINDOW_BYTES);
    for (let i = 0; i < bytes.length && at + i < next; i += 1) {
      if (bytes[i] !== MARKER_START && !TYPE_STARTS.has(bytes[i + 4] ?? 0)) continue;
      if (startsJpeg(bytes, i) && pictures <= MAX_PICTURES) {
        pictures += 1;
        if (pictures > MAX_PICTURES) {
          findings.note ??= "malformed";
          continue;
        }
        const header = await scrubJpegAt(reader, { from: at + i, to: part.to }, findings);
        // Too many to be arguments of one call.
        edits = edits.concat(header.edits);
        if (header.end > at + i) {
          // Its thumbnail is a JPEG file too, and has been seen to.
          next = header.end;
          break;
        }
      } else {
        const packet = xmpPacketAt(bytes, i);
        if (packet && at + i + packet.to <= part.to) {
          const place = { from: at + i + packet.from, to: at + i + packet.to };
          edits = edits.concat(await scrubPacket(reader, place, findings));
          next = place.to;
          break;
        }
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
  return bytes[at] === MARKER_START && bytes[at + 1] === MARKERS.soi && bytes[at + 2] === 0xff;
}

/** @returns where the header ends; where it begins, when it is none. */
async function scrubJpegAt(
  reader: BlobReader,
  { from, to }: Range,
  findings: Findings,
): Promise<{ edits: Edit[]; end: number }> {
  try {
    const header = await loadHeader(reader, from);
    if (from + header.end > to) return { edits: [], end: from };
    const changed = header.bytes.slice();
    scrubJpegHeader(changed, header, findings);
    return { edits: editsBetween(header.bytes, changed, from), end: from + header.end };
  } catch (error) {
    // Three bytes of something else that only looked like a picture's start.
    if (error instanceof MalformedError) return { edits: [], end: from };
    throw error;
  }
}

/** The box whose type stands at `at + 4`, as a free one of the same size; undefined when it holds no location. */
function scrubLocationBox(bytes: Bytes, at: number, findings: Findings): Bytes | undefined {
  const known = LOCATION_BOXES.find(({ type }) => hasAscii(bytes, at + 4, type));
  if (known === undefined) return undefined;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
  if (size <= BOX_HEADER_BYTES || size > MAX_BOX_BYTES || at + size > bytes.length) return undefined;
  if (!known.holdsLocation(bytes.subarray(at + BOX_HEADER_BYTES, at + size))) return undefined;
  findings.removed.add("gps-video");
  const box = new Uint8Array(size);
  box.set(bytes.subarray(at, at + 4));
  box.set(asciiBytes("free"), 4);
  return box;
}
