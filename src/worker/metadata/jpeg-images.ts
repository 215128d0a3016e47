import type { BlobReader } from "./blob-reader.ts";
import { type Bytes, MalformedError } from "./findings.ts";
import type { Range } from "./joined.ts";
import { findPictureEnd } from "./jpeg-scan.ts";
import { type JpegHeader, type LoadedHeader, MARKERS } from "./jpeg-segments.ts";
import { isInside, readTiff } from "./tiff.ts";

/*
 * CIPA DC-007, Multi-Picture Format: an APP2 segment holds a TIFF directory that lists the pictures appended to the
 * first one (a gain map, a large preview, a stereo pair), by offsets from that directory's header.
 */

const MP_ENTRIES = 0xb002;
const MP_ENTRY_BYTES = 16;
const SIZE_AT = 4;
const OFFSET_AT = 8;

/**
 * Where the appended pictures stand in the file. Empty when there is no list, or when it is not true: programs that do
 * not know of it leave a stale one behind.
 */
export async function appendedImages(reader: BlobReader, header: LoadedHeader): Promise<Range[]> {
  const listed = listedImages(header);
  for (const { from, to } of listed) {
    const isBehind = from >= header.base + header.end && to <= reader.size && to - from > 2;
    if (!isBehind) return [];
    const [first, second] = await reader.read(from, from + 2);
    if (first !== 0xff || second !== MARKERS.soi) return [];
  }
  return listed;
}

/** Whether the file says that it holds several pictures. */
export function listsImages(header: JpegHeader): boolean {
  return listOf(header) !== undefined;
}

/**
 * What stands in the file between the pictures that `appendedImages` found.
 * @returns undefined as the first one's start where it cannot be told where the first picture ends.
 * @throws UploadError as `readBytes` does.
 */
export async function gapsBetween(
  reader: BlobReader,
  header: LoadedHeader,
  images: readonly Range[],
): Promise<{ readonly from: number | undefined; readonly to: number }[]> {
  const gaps: { from: number | undefined; to: number }[] = [];
  const sorted = images.toSorted((a, b) => a.from - b.from);
  let end = await firstPictureEnd(reader, header, sorted[0]?.from ?? reader.size);
  for (const { from, to } of sorted) {
    if (end === undefined || from > end) gaps.push({ from: end, to: from });
    end = Math.max(end ?? 0, to);
  }
  return gaps;
}

/** As the list says, where an end stands at that place: the whole picture need not be read then. */
async function firstPictureEnd(reader: BlobReader, header: LoadedHeader, limit: number): Promise<number | undefined> {
  const listed = header.base + (readEntries(header).find(({ offset }) => offset === 0)?.size ?? 0);
  if (listed >= header.base + header.end + 2 && listed <= limit) {
    const [first, second] = await reader.read(listed - 2, listed);
    if (first === 0xff && second === MARKERS.eoi) return listed;
  }
  const found = await findPictureEnd(reader, header.base + header.end);
  return found !== undefined && found <= limit ? found : undefined;
}

function listedImages(header: LoadedHeader): Range[] {
  const segment = listOf(header);
  // Zero is the first picture, and also one that is listed but was never there.
  const images = readEntries(header).filter(({ offset }) => offset !== 0);
  const base = header.base + (segment?.body ?? 0);
  const ranges = images.map(({ offset, size }) => ({ from: base + offset, to: base + offset + size }));
  return [...new Map(ranges.map((range) => [range.from, range])).values()];
}

const listOf = ({ segments }: JpegHeader) => segments.find(({ kind }) => kind === "multi-picture");

/** One picture in the list: where it begins, from the list's header, and its bytes. */
interface MpEntry {
  readonly offset: number;
  readonly size: number;
}

function readEntries(header: LoadedHeader): MpEntry[] {
  const segment = listOf(header);
  if (segment === undefined) return [];
  try {
    return readList(header.bytes.slice(segment.body, segment.to));
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}

function readList(bytes: Bytes): MpEntry[] {
  const tiff = readTiff(bytes);
  const list = tiff.ifds[0]?.entries.find(({ tag }) => tag === MP_ENTRIES);
  if (list === undefined || !isInside(tiff, list)) return [];
  const { view, littleEndian } = tiff;
  const entries: MpEntry[] = [];
  for (let at = list.valueAt; at + MP_ENTRY_BYTES <= list.valueAt + list.size; at += MP_ENTRY_BYTES) {
    entries.push({
      offset: view.getUint32(at + OFFSET_AT, littleEndian),
      size: view.getUint32(at + SIZE_AT, littleEndian),
    });
  }
  return entries;
}
