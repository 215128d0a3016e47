import { type Bytes, type Findings, MalformedError } from "./findings.ts";

/*
 * IPTC-IIM 4.2: data sets of a marker byte, a record number, a data set number, a two-byte length and a value. It knows
 * no coordinates, but names of places, which programs fill in from the coordinates.
 */

const MARKER = 0x1c;
const HEADER_BYTES = 5;
const APPLICATION_RECORD = 2;
/** The top bit of the length says that the length itself is given in that many bytes after it. */
const EXTENDED = 0x8000;
/** Content location code and name, city, sublocation, province, country code and name. */
const PLACES: readonly number[] = [26, 27, 90, 92, 95, 100, 101];
const SPACE = 0x20;

/**
 * Overwrites the names of places with blanks, so that no length changes.
 * @throws MalformedError
 */
export function scrubIptc(bytes: Bytes, findings: Findings): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Zeros behind the last data set only fill the block up.
  for (let at = 0; at < bytes.length && bytes[at] !== 0; ) {
    if (bytes[at] !== MARKER || at + HEADER_BYTES > bytes.length) throw new MalformedError("no IPTC data set");
    const length = view.getUint16(at + 3);
    if (length >= EXTENDED) throw new MalformedError("an IPTC data set of more than 32 KB");
    const from = at + HEADER_BYTES;
    const to = from + length;
    if (to > bytes.length) throw new MalformedError("an IPTC data set is cut off");
    const isPlace = bytes[at + 1] === APPLICATION_RECORD && PLACES.includes(bytes[at + 2] ?? 0);
    if (isPlace && bytes.subarray(from, to).some((byte) => byte !== SPACE)) {
      bytes.fill(SPACE, from, to);
      findings.removed.add("place-iptc");
    }
    at = to;
  }
}
