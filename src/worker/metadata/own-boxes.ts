import { asciiBytes, hasAscii } from "./ascii.ts";
import { type BlobReader, MAX_BLOCK_BYTES, WINDOW_BYTES } from "./blob-reader.ts";
import { type Edit, editsBetween } from "./edits.ts";
import { attempt, type Bytes, type Findings, type MetadataMode } from "./findings.ts";
import type { Box } from "./iso-boxes.ts";
import type { Range } from "./joined.ts";
import { namesCoordinates } from "./named-coordinates.ts";
import { scrubXmp } from "./xmp.ts";

/*
 * ISO/IEC 14496-12, section 4.2: a box of the type `uuid` begins with 16 bytes that say whose it is. No decoder needs
 * one to show a picture.
 */

const HEADER_BYTES = 8;
const TYPE_AT = 4;
const TYPE_BYTES = 4;
/** ISO 16684-3: an XMP packet. */
const XMP_ID = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac";
const XMP_BOX = `uuid${XMP_ID}`;
/** XMP specification part 3: the same in a QuickTime film's user data; and how a packet begins. */
const XMP_USER_DATA = "XMP_<";
/** The types of boxes that `xmpPacketAt` finds. */
export const XMP_BOX_TYPES: readonly string[] = ["uuid", "XMP_"];

/**
 * The edits that take the position, or all of it, out of a `uuid` box beside the picture; nothing moves, so a box that
 * goes becomes a free one.
 * @returns undefined where it is none of the known, and may hold anything.
 */
export async function editOwnBox(
  reader: BlobReader,
  box: Box,
  mode: MetadataMode,
  findings: Findings,
): Promise<Edit[] | undefined> {
  if (box.to - box.from > MAX_BLOCK_BYTES) {
    findings.note ??= "malformed";
    return undefined;
  }
  const content = await reader.read(box.from, box.to);
  const isXmp = hasAscii(content, 0, XMP_ID);
  if (mode === "all") {
    findings.removed.add(isXmp ? "xmp" : "other");
    return emptyBox(box);
  }
  if (isXmp) return scrubPacket(reader, { from: box.from + XMP_ID.length, to: box.to }, findings);
  if (!namesCoordinates(content)) return undefined;
  findings.removed.add("position-text");
  return emptyBox(box);
}

/** The edits that make a free box of a box, which holds nothing but zeros then. */
export const emptyBox = ({ at, from, to }: Omit<Box, "type">): Edit[] => [
  { from: at + TYPE_AT, to: at + TYPE_AT + TYPE_BYTES, bytes: asciiBytes("free") },
  ...zeros(from, to),
];

const ZEROS = new Uint8Array(WINDOW_BYTES);

function zeros(from: number, to: number): Edit[] {
  const edits: Edit[] = [];
  for (let at = from; at < to; at += WINDOW_BYTES) {
    const end = Math.min(at + WINDOW_BYTES, to);
    edits.push({ from: at, to: end, bytes: ZEROS.subarray(0, end - at) });
  }
  return edits;
}

/** The packet, in bytes from `at`, of a box with XMP whose size stands there; undefined when there is none. */
export function xmpPacketAt(bytes: Bytes, at: number): Range | undefined {
  const header = hasAscii(bytes, at + TYPE_AT, XMP_BOX) ? HEADER_BYTES + XMP_ID.length : HEADER_BYTES;
  if (header === HEADER_BYTES && !hasAscii(bytes, at + TYPE_AT, XMP_USER_DATA)) return undefined;
  const to = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
  return to > header && to - header <= MAX_BLOCK_BYTES ? { from: header, to } : undefined;
}

/** The edits that take the position out of a packet that stands in the file as it is. */
export async function scrubPacket(reader: BlobReader, { from, to }: Range, findings: Findings): Promise<Edit[]> {
  const packet = await reader.read(from, to);
  const changed = packet.slice();
  attempt(changed, findings, scrubXmp);
  return editsBetween(packet, changed, from);
}
