import { byteText, hasAscii } from "./ascii.ts";
import type { BlobReader } from "./blob-reader.ts";
import type { Edit } from "./edits.ts";
import { type Bytes, MalformedError } from "./findings.ts";
import { boxesIn } from "./iso-boxes.ts";
import { emptyBox } from "./own-boxes.ts";

/*
 * QuickTime File Format, metadata atoms: `keys` lists names, such as `com.apple.quicktime.location.name`, and the box
 * behind it, `ilst`, has the values in boxes whose type is the name's number.
 */

const HEADER_BYTES = 8;
const VERSION_AND_COUNT_BYTES = 8;
/** Of a value: its kind and its language. */
const VALUE_HEADER_BYTES = 8;
/** The longest list of names, or of values, that is believed, in bytes. */
const MAX_LIST_BYTES = 64 * 1024;
const OF_A_PLACE = /(?:^|\.)location\./;
const ISO_6709 = /^[+-]\d{1,9}(?:\.\d*)?[+-]\d{1,9}(?:\.\d*)?(?:[+-]\d+(?:\.\d*)?)?(?:CRS\w+)?\/?\0*$/;

/** How many bytes the list of names has that stands at `at`; undefined where none does. */
export function namesAt(bytes: Bytes, at: number): number | undefined {
  if (!hasAscii(bytes, at + 4, "keys")) return undefined;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
  return size >= HEADER_BYTES + VERSION_AND_COUNT_BYTES && size <= MAX_LIST_BYTES ? size : undefined;
}

/** Whether the content of a `data` box is coordinates and nothing else, whatever its name is. */
export function isCoordinates(content: Bytes): boolean {
  return ISO_6709.test(byteText(content.subarray(VALUE_HEADER_BYTES)));
}

/**
 * The edits that make free boxes of the values that a list of names says tell of a place, but for coordinates, which are
 * known by themselves. None where the lists cannot be read: three letters in a film's data may only look like one.
 * @param names where the list of names stands.
 * @param end of the part of the file that is looked through.
 * @throws UploadError as `readBytes` does.
 */
export async function scrubNamedPlaces(
  reader: BlobReader,
  names: { readonly from: number; readonly to: number },
  end: number,
): Promise<Edit[]> {
  try {
    const listed = await reader.read(names.from, names.to);
    const places = new Set(boxesIn(listed, HEADER_BYTES + VERSION_AND_COUNT_BYTES).flatMap(placeNumber(listed)));
    if (places.size === 0) return [];
    const head = await reader.read(names.to, names.to + HEADER_BYTES);
    const size = new DataView(head.buffer).getUint32(0);
    if (!hasAscii(head, 4, "ilst") || size > MAX_LIST_BYTES || names.to + size > end) return [];
    const values = await reader.read(names.to, names.to + size);
    return boxesIn(values, HEADER_BYTES)
      .filter(({ at }) => places.has(new DataView(values.buffer).getUint32(at + 4)))
      .flatMap(({ from, to }) => boxesIn(values.subarray(0, to), from))
      .filter(({ type, from, to }) => type === "data" && !isCoordinates(values.slice(from, to)))
      .flatMap(({ at, from, to }) => emptyBox({ at: names.to + at, from: names.to + from, to: names.to + to }));
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}

/** Names are numbered from 1. */
const placeNumber =
  (listed: Bytes) =>
  ({ from, to }: { readonly from: number; readonly to: number }, index: number): number[] =>
    OF_A_PLACE.test(byteText(listed.subarray(from, to))) ? [index + 1] : [];
