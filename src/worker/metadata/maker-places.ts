import { hasAscii } from "./ascii.ts";
import { type Bytes, type Findings, MalformedError } from "./findings.ts";
import { isApart, MAX_IFDS, readIfd, TAGS, type Tiff } from "./tiff.ts";

/*
 * A maker's note is a black box, but for this one: Panasonic's cameras with a receiver look the position up in a list of
 * places of their own, and write the names of the country, the city and the sight there. It is a directory whose offsets
 * count from the EXIF block's start, as ExifTool's tables describe it.
 */

const SIGNATURE = "Panasonic\0\0\0";
/** Location, country, state, city, landmark, and a city of some models. */
const PLACES: readonly number[] = [0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x80];
/** What stands there without a place: zeros, blanks, or dashes. */
const NONE = [0x00, 0x20, 0x2d];

/** More places than a note has fields for. */
const MAX_PLACES = 16;

/**
 * Fills the names of places in makers' notes with zeros; a note that cannot be read stays.
 * @throws MalformedError when there are more notes, or places in one, than any camera writes.
 */
export function scrubMakerPlaces(tiff: Tiff, bytes: Bytes, findings: Findings): void {
  const notes = tiff.ifds.flatMap(({ entries }) => entries.filter(({ tag }) => tag === TAGS.makerNote));
  if (notes.length > MAX_IFDS) throw new MalformedError("more makers' notes than directories");
  for (const { valueAt, size } of notes) {
    if (!hasAscii(bytes, valueAt, SIGNATURE)) continue;
    const directory = readIfd(tiff, valueAt + SIGNATURE.length, false);
    const places = directory?.entries.filter((entry) => PLACES.includes(entry.tag) && isApart(entry)) ?? [];
    if (places.length > MAX_PLACES) throw new MalformedError("more places than a maker's note has");
    const least = directory?.end ?? 0;
    const most = Math.min(valueAt + size, bytes.length);
    for (const place of places) {
      const [from, to] = [place.valueAt, place.valueAt + place.size];
      if (from < least || to > most) continue;
      const value = bytes.subarray(from, to);
      if (value.every((byte) => NONE.includes(byte))) continue;
      value.fill(0);
      findings.removed.add("position-text");
    }
  }
}
