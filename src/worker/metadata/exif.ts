import { asciiBytes } from "./ascii.ts";
import { attempt, type Bytes, type Findings, MalformedError } from "./findings.ts";
import { scrubIptc } from "./iptc.ts";
import type { Range } from "./joined.ts";
import { scrubMakerPlaces } from "./maker-places.ts";
import { scrubPhotoshop } from "./photoshop.ts";
import {
  type Ifd,
  integers,
  isApart,
  isInside,
  MAX_IFDS,
  readIfd,
  readTiff,
  removeEntries,
  TAGS,
  type Tiff,
  type TiffEntry,
  TYPE_SHORT,
  tableRange,
} from "./tiff.ts";
import { scrubXmp } from "./xmp.ts";

/** Cameras without a receiver write a GPS directory that holds nothing but this. */
const GPS_VERSION = 0;
/** OGC GeoTIFF 1.1, section 7: the scale, the points and the turn that put a picture on a map, and which map it is. */
const ON_MAP: readonly number[] = [0x830e, 0x8482, 0x85d8, 0x87af, 0x87b0, 0x87b1];
/** Blocks of other formats that stand in a directory's values; one that is broken stays, and the others go. */
const BLOCKS: ReadonlyMap<number, (bytes: Bytes, findings: Findings) => void> = new Map([
  [TAGS.xmp, scrubXmp],
  [TAGS.iptc, scrubIptc],
  // Without what of EXIF may be in it: nobody writes one into the other twice.
  [TAGS.photoshop, scrubPhotoshop],
]);
/** Such blocks in all directories; each may be as large as all of the EXIF block. */
const MAX_BLOCKS = MAX_IFDS;
const HEADER: Range = { from: 0, to: 8 };

/**
 * Takes the position out of an EXIF block (a TIFF block) in place. Nothing moves but the entries of directories, so
 * that every offset stays valid, those inside a maker's note too.
 * @returns where its thumbnails stand: JPEG files of their own.
 * @throws MalformedError
 */
export function scrubExif(bytes: Bytes, findings: Findings): Range[] {
  const tiff = readTiff(bytes);
  const thumbnails = tiff.ifds.flatMap((ifd) => thumbnailOf(tiff, ifd));
  const blocks = tiff.ifds
    .flatMap((ifd) => ifd.entries)
    .filter((entry) => BLOCKS.has(entry.tag) && isApart(entry) && isInside(tiff, entry));
  if (blocks.length > MAX_BLOCKS) throw new MalformedError("more packets than directories");
  for (const entry of blocks) {
    const scrub = BLOCKS.get(entry.tag);
    if (scrub) attempt(bytes.subarray(entry.valueAt, entry.valueAt + entry.size), findings, scrub);
  }
  scrubMakerPlaces(tiff, bytes, findings);
  removeGps(tiff, bytes, findings);
  return thumbnails;
}

function thumbnailOf(tiff: Tiff, ifd: Ifd): Range[] {
  const value = (tag: number) => {
    const entry = ifd.entries.find((candidate) => candidate.tag === tag);
    return entry && integers(tiff, entry)[0];
  };
  const [from, size] = [value(TAGS.thumbnailAt), value(TAGS.thumbnailBytes)];
  if (from === undefined || size === undefined || from + size > tiff.view.byteLength) return [];
  return [{ from, to: from + size }];
}

function removeGps(tiff: Tiff, bytes: Bytes, findings: Findings): void {
  const entries = tiff.ifds.flatMap((ifd) => ifd.entries);
  const pointers = entries.filter(({ tag }) => tag === TAGS.gpsIfd);
  const onMap = entries.filter(({ tag }) => ON_MAP.includes(tag));
  // Zero says that there is none.
  const targets = new Set(pointers.flatMap((entry) => integers(tiff, entry)).filter((at) => at !== 0));
  if (targets.size > MAX_IFDS) throw new MalformedError("too many GPS directories");
  const directories = [...targets].map((at) => readGps(tiff, at));
  const hasPosition = directories.some(({ entries }) => entries.some(({ tag }) => tag !== GPS_VERSION));
  if (!hasPosition && onMap.length === 0) return;

  for (const directory of hasPosition ? directories : []) {
    wipe(tiff, bytes, directory.entries, findings);
    bytes.fill(0, directory.at, directory.end);
  }
  wipe(tiff, bytes, onMap, findings);
  const gone = new Set([...onMap, ...(hasPosition ? pointers : [])]);
  for (const ifd of tiff.ifds) if (ifd.entries.some((entry) => gone.has(entry))) removeEntries(tiff, ifd, gone);
  findings.removed.add("gps-exif");
}

function readGps(tiff: Tiff, at: number): Ifd {
  const directory = readIfd(tiff, at, false);
  if (directory === undefined) throw new MalformedError("the GPS directory is out of range");
  const own = { from: directory.at, to: directory.end };
  if (tables(tiff).some((table) => overlap(own, table))) throw new MalformedError("the GPS directory is another's");
  return directory;
}

/** Fills values of entries with zeros; directories, where values reach into one, stay. */
function wipe(tiff: Tiff, bytes: Bytes, entries: readonly TiffEntry[], findings: Findings): void {
  const apart = entries.filter(isApart);
  const inside = apart.filter((entry) => isInside(tiff, entry));
  if (inside.length < apart.length) findings.note ??= "malformed";
  const kept = tables(tiff);
  let end = 0;
  for (const { valueAt, size } of inside.toSorted((a, b) => a.valueAt - b.valueAt)) {
    // Values may overlap, and each may be all of the block: no byte is filled twice.
    const to = valueAt + size;
    if (to > end) fillAround(bytes, { from: Math.max(valueAt, end), to }, kept);
    end = Math.max(end, to);
  }
}

function fillAround(bytes: Bytes, { from, to }: Range, kept: readonly Range[]): void {
  let at = from;
  for (const range of kept.toSorted((a, b) => a.from - b.from)) {
    if (!overlap({ from: at, to }, range)) continue;
    if (range.from > at) bytes.fill(0, at, range.from);
    at = range.to;
  }
  if (at < to) bytes.fill(0, at, to);
}

const tables = (tiff: Tiff): Range[] => [HEADER, ...tiff.ifds.map((ifd) => tableRange(tiff, ifd))];
const overlap = (a: Range, b: Range): boolean => a.from < b.to && b.from < a.to;

/** Upright, as a picture without an EXIF block is shown. */
export const UPRIGHT = 1;
const LAST_ORIENTATION = 8;

/** How a decoder turns the picture, 1 to 8; 1 when the block does not say or cannot be read. */
export function readOrientation(bytes: Bytes): number {
  try {
    const tiff = readTiff(bytes);
    const entry = tiff.ifds[0]?.entries.find(({ tag }) => tag === TAGS.orientation);
    const value = entry?.type === TYPE_SHORT ? integers(tiff, entry)[0] : undefined;
    return value !== undefined && value >= UPRIGHT && value <= LAST_ORIENTATION ? value : UPRIGHT;
  } catch (error) {
    if (error instanceof MalformedError) return UPRIGHT;
    throw error;
  }
}

/** An EXIF block that says nothing but the orientation; undefined when that need not be said. */
export function orientationExif(orientation: number): Bytes | undefined {
  if (orientation === UPRIGHT) return undefined;
  const bytes = new Uint8Array(26);
  const view = new DataView(bytes.buffer);
  bytes.set(asciiBytes("MM\0*"));
  view.setUint32(4, HEADER.to);
  view.setUint16(8, 1);
  view.setUint16(10, TAGS.orientation);
  view.setUint16(12, TYPE_SHORT);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return bytes;
}
