import { asciiBytes, byteText, hasAscii } from "./ascii.ts";
import { type BlobReader, WINDOW_BYTES } from "./blob-reader.ts";
import { type Edit, editsBetween } from "./edits.ts";
import { type Bytes, type Findings, MalformedError } from "./findings.ts";
import type { Range } from "./joined.ts";
import { scrubJpegHeader } from "./jpeg-location.ts";
import { loadHeader, MARKERS } from "./jpeg-segments.ts";
import { scrubPacket, XMP_BOX_TYPES, xmpPacketAt } from "./own-boxes.ts";
import { isCoordinates, namesAt, scrubNamedPlaces } from "./quicktime-keys.ts";

/*
 * To a picture phones append videos, pictures and blocks of their own, each maker in its own wrapping: behind a JPEG
 * picture, in boxes of their own in HEIC. Instead of knowing them all, this looks for what can hold a position: JPEG
 * files, the location boxes, named places and XMP packets of MP4 files, and the one block of a maker's that names a country.
 */

/** The longest location box that is believed, in bytes. */
const MAX_BOX_BYTES = 1024;
const BOX_HEADER_BYTES = 8;
const ISO_6709 = /[+-]\d{1,3}(?:\.\d*)?[+-]\d{1,3}/;

const LOCATION_BOXES: readonly { type: string; holdsLocation: (content: Bytes) => boolean }[] = [
  // QuickTime File Format, user data: the position as text after ISO 6709.
  { type: "\xa9xyz", holdsLocation: (content) => ISO_6709.test(byteText(content)) },
  // 3GPP TS 26.244, section 8.10: a place's name and coordinates, behind a version and flags, all zero.
  { type: "loci", holdsLocation: (content) => content.subarray(0, 4).every((byte) => byte === 0) },
  // QuickTime File Format, metadata items: any text, and which of them is the position is said elsewhere.
  { type: "data", holdsLocation: isCoordinates },
];

/** A block of Samsung's with the code of the country whose network the phone was in, behind the length of its name. */
const COUNTRY = "MCC_Data";
const COUNTRY_AT = 4;
const DIGIT_ZERO = 0x30;
const DIGIT_NINE = 0x39;

const MARKER_START = 0xff;
/**
 * One for each pair of letters that a type which is looked for begins with: a table, as nearly every byte of a video is
 * none of them, and there are many.
 */
const STARTS_TYPE = new Uint8Array(256 * 256);
for (const type of [...LOCATION_BOXES.map((box) => box.type), ...XMP_BOX_TYPES, "keys", COUNTRY]) {
  STARTS_TYPE[type.charCodeAt(0) * 256 + type.charCodeAt(1)] = 1;
}

/** More than any phone appends; behind so many no other is looked for. */
const MAX_PICTURES = 256;
/** Lists of names in films, likewise. */
const MAX_LISTS = 256;

/** The longest end of a PNG, WebP or GIF file that is looked through, in bytes: more than any phone appends. */
const MAX_TRAILER_BYTES = 64 * 1024 ** 2;

/**
 * The edits that take positions out of what follows the end of a picture whose format knows of nothing there. That is
 * noted, and left as it is, where it is too long to be read for that.
 */
export async function scrubTrailer(reader: BlobReader, end: number, findings: Findings): Promise<Edit[]> {
  if (reader.size - end <= MAX_TRAILER_BYTES) return scrubAppended(reader, { from: end, to: reader.size }, findings);
  findings.note ??= "unsupported";
  return [];
}

/** The edits that take positions out of everything that is appended in a part of the file; no byte moves. */
export async function scrubAppended(reader: BlobReader, part: Range, findings: Findings): Promise<Edit[]> {
  let edits: Edit[] = [];
  let pictures = 0;
  let lists = 0;
  for (let at = part.from; at < part.to; ) {
    const bytes = await reader.read(at, Math.min(part.to, at + WINDOW_BYTES + MAX_BOX_BYTES));
    let next = at + Math.min(bytes.length, WINDOW_BYTES);
    for (let i = nextStart(bytes, 0); at + i < next; i = nextStart(bytes, i + 1)) {
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
        const listBytes = namesAt(bytes, i);
        if (listBytes !== undefined && lists <= MAX_LISTS) {
          lists += 1;
          if (lists > MAX_LISTS) findings.note ??= "malformed";
          else {
            const list = { from: at + i, to: at + i + listBytes };
            const places = await scrubNamedPlaces(reader, list, part.to);
            if (places.length > 0) findings.removed.add("gps-video");
            edits = edits.concat(places);
          }
          continue;
        }
        const country = scrubCountry(bytes, i);
        if (country) {
          findings.removed.add("position-text");
          edits.push({ ...country, from: at + country.from, to: at + country.to });
          continue;
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

/** Where in a window something may begin that is looked for, from `at` on; its length where nothing does. */
function nextStart(bytes: Bytes, at: number): number {
  const { length } = bytes;
  for (let i = at; i < length; i += 1) {
    if (bytes[i] === MARKER_START && bytes[i + 1] === MARKERS.soi) return i;
    if (STARTS_TYPE[((bytes[i + 4] ?? 0) << 8) | (bytes[i + 5] ?? 0)] !== 0) return i;
  }
  return length;
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

/** The code whose block's name stands behind `at`, as zeros; undefined when there is none. */
function scrubCountry(bytes: Bytes, at: number): Edit | undefined {
  if (bytes[at] !== COUNTRY.length || !hasAscii(bytes, at + COUNTRY_AT, COUNTRY)) return undefined;
  const from = at + COUNTRY_AT + COUNTRY.length;
  let to = from;
  while ((bytes[to] ?? 0) >= DIGIT_ZERO && (bytes[to] ?? 0) <= DIGIT_NINE) to += 1;
  if (bytes.subarray(from, to).every((byte) => byte === DIGIT_ZERO)) return undefined;
  return { from, to, bytes: new Uint8Array(to - from).fill(DIGIT_ZERO) };
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
