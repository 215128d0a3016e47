import { byteText } from "./ascii.ts";
import type { Bytes } from "./findings.ts";

/** The characters of an XMP packet, and a way back from them to its bytes. */
export interface XmpPacket {
  /** One character per unit of the packet's encoding; those outside ASCII need not be right. */
  readonly text: string;
  /** Overwrites the characters `[from, to)` with blanks, in the bytes. */
  blank(from: number, to: number): void;
}

const SPACE = 0x20;
const LESS_THAN = 0x3c;

/**
 * Reads a packet: UTF-8 byte by byte, since only ASCII matters for finding tags; UTF-16 and UTF-32, which no standard
 * puts into a picture but readers take, unit by unit.
 */
export function readPacket(bytes: Bytes): XmpPacket {
  const tagAt = bytes.indexOf(LESS_THAN);
  const unit = unitBytes(bytes, tagAt);
  if (unit === 1) return { text: byteText(bytes), blank: (from, to) => bytes.fill(SPACE, from, to) };
  // Where in a unit the byte of an ASCII character stands.
  const place = tagAt % unit;
  const units = Math.floor(bytes.length / unit);
  const ascii = Uint8Array.from({ length: units }, (_, i) => {
    const others = bytes.subarray(i * unit, (i + 1) * unit).filter((_byte, j) => j !== place);
    return others.every((byte) => byte === 0) ? (bytes[i * unit + place] ?? 0) : 0;
  });
  return {
    text: byteText(ascii),
    blank(from, to) {
      bytes.fill(0, from * unit, to * unit);
      for (let i = from; i < to; i += 1) bytes[i * unit + place] = SPACE;
    },
  };
}

/** Judged by the zeros behind the first tag's first character: they belong to it, or to the character after it. */
function unitBytes(bytes: Bytes, tagAt: number): 1 | 2 | 4 {
  if (tagAt === -1 || bytes[tagAt + 1] !== 0) return 1;
  return bytes[tagAt + 2] === 0 && bytes[tagAt + 3] === 0 ? 4 : 2;
}
