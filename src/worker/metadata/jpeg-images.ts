import type { BlobReader } from "./blob-reader.ts";
import { type Bytes, MalformedError } from "./findings.ts";
import type { Range } from "./joined.ts";
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
export function listsImages({ segments }: JpegHeader): boolean {
  return segments.some(({ kind }) => kind === "multi-picture");
}

function listedImages(header: LoadedHeader): Range[] {
  const segment = header.segments.find(({ kind }) => kind === "multi-picture");
  if (segment === undefined) return [];
  try {
    const images = readList(header.bytes.slice(segment.body, segment.to), header.base + segment.body);
    return [...new Map(images.map((image) => [image.from, image])).values()];
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}

function readList(bytes: Bytes, base: number): Range[] {
  const tiff = readTiff(bytes);
  const list = tiff.ifds[0]?.entries.find(({ tag }) => tag === MP_ENTRIES);
  if (list === undefined || !isInside(tiff, list)) return [];
  const images: Range[] = [];
  for (let at = list.valueAt; at + MP_ENTRY_BYTES <= list.valueAt + list.size; at += MP_ENTRY_BYTES) {
    const offset = tiff.view.getUint32(at + OFFSET_AT, tiff.littleEndian);
    // Zero is the first picture, and also one that is listed but was never there.
    if (offset === 0) continue;
    images.push({ from: base + offset, to: base + offset + tiff.view.getUint32(at + SIZE_AT, tiff.littleEndian) });
  }
  return images;
}
