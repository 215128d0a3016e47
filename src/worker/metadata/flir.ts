import { hasAscii } from "./ascii.ts";
import { type Bytes, type Findings, MalformedError } from "./findings.ts";
import type { Range } from "./joined.ts";

/*
 * FLIR's thermal cameras keep their records (the FFF format) in APP1 segments, as ExifTool's tables describe them: a
 * header that says where the directory is, whose entries give each record a type, a place and a length.
 */

const HEADER_BYTES = 0x40;
const VERSION_AT = 0x14;
const DIRECTORY_AT = 0x18;
const COUNT_AT = 0x1c;
/** The version tells the byte order: it is one of these in the right one. */
const [LEAST_VERSION, VERSIONS_END] = [100, 200];

const ENTRY_BYTES = 0x20;
const PLACE_AT = 0x0c;
const LENGTH_AT = 0x10;
const GPS_RECORD = 0x2b;
/** More positions than any camera writes for one picture. */
const MAX_POSITIONS = 16;

/**
 * Fills the records of the position with zeros, which say that there is none.
 * @throws MalformedError
 */
export function scrubFlir(bytes: Bytes, findings: Findings): void {
  if (bytes.length < HEADER_BYTES || !hasAscii(bytes, 0, "FFF\0")) throw new MalformedError("no thermal records");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = [false, true].find((order) => {
    const version = view.getUint32(VERSION_AT, order);
    return version >= LEAST_VERSION && version < VERSIONS_END;
  });
  if (littleEndian === undefined) throw new MalformedError("thermal records of an unknown version");
  const from = view.getUint32(DIRECTORY_AT, littleEndian);
  const to = from + ENTRY_BYTES * view.getUint32(COUNT_AT, littleEndian);
  if (from < HEADER_BYTES || to > bytes.length) throw new MalformedError("the thermal records' directory is cut off");
  const positions: Range[] = [];
  for (let at = from; at < to; at += ENTRY_BYTES) {
    if (view.getUint16(at, littleEndian) !== GPS_RECORD) continue;
    const place = view.getUint32(at + PLACE_AT, littleEndian);
    positions.push({ from: place, to: place + view.getUint32(at + LENGTH_AT, littleEndian) });
  }
  if (positions.length > MAX_POSITIONS) throw new MalformedError("too many positions");
  for (const position of positions) {
    const isShared = position.from < HEADER_BYTES || (position.from < to && from < position.to);
    if (isShared || position.to > bytes.length) throw new MalformedError("the position's record is another's");
    if (bytes.subarray(position.from, position.to).every((byte) => byte === 0)) continue;
    bytes.fill(0, position.from, position.to);
    findings.removed.add("gps-exif");
  }
}
