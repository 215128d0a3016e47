import { type Bytes, MalformedError } from "./findings.ts";

/*
 * TIFF 6.0, sections 2 and 3: a header, then directories (IFD) of 12-byte entries; a value of more than four bytes
 * stands elsewhere, at an offset from the header.
 */

const ENTRY_BYTES = 12;
const HEADER_BYTES = 8;
const COUNT_BYTES = 2;
const NEXT_BYTES = 4;
const INLINE_BYTES = 4;
const MAGIC = 42;

/** Bytes of one value by type, from BYTE (1) to IFD (13); an unknown type has none. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
/** The type of two-byte values. */
export const TYPE_SHORT = 3;
/** LONG, SLONG and IFD: any of them may be an offset, and readers take each. */
const OFFSET_TYPES: readonly number[] = [4, 9, 13];

/** Exif 3.0, section 4.6, and TIFF's supplements, of which the Photoshop TIFF Technical Notes are one. */
export const TAGS = {
  orientation: 0x0112,
  subIfds: 0x014a,
  thumbnailAt: 0x0201,
  thumbnailBytes: 0x0202,
  xmp: 0x02bc,
  iptc: 0x83bb,
  photoshop: 0x8649,
  exifIfd: 0x8769,
  gpsIfd: 0x8825,
  interopIfd: 0xa005,
  makerNote: 0x927c,
} as const;

const POINTERS: readonly number[] = [TAGS.exifIfd, TAGS.interopIfd, TAGS.subIfds];

/** More directories than any camera writes; a file with more is not followed further. */
export const MAX_IFDS = 32;

/** One entry of a directory; places are in bytes from the start of the block. */
export interface TiffEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Where its 12 bytes stand. */
  readonly at: number;
  /** Where its value stands; possibly outside the block. */
  readonly valueAt: number;
  /** Bytes of its value. */
  readonly size: number;
}

/** A directory whose whole table is inside the block. */
export interface Ifd {
  readonly at: number;
  /** Behind its last entry. */
  readonly end: number;
  readonly entries: readonly TiffEntry[];
  /** IFD0 or one chained to it; these end with the offset of the next one. */
  readonly main: boolean;
}

/** A block of TIFF, such as Exif. */
export interface Tiff {
  readonly view: DataView;
  readonly littleEndian: boolean;
  /** IFD0 first, then whatever hangs on it, but for the GPS directories. */
  readonly ifds: readonly Ifd[];
}

/** Whether a TIFF header stands at the start. */
export function startsTiff(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  return (a === 0x49 && b === 0x49 && c === MAGIC && d === 0) || (a === 0x4d && b === 0x4d && c === 0 && d === MAGIC);
}

/**
 * Reads the directories of a TIFF block. A directory other than IFD0 that is out of range is left out, since cameras
 * leave such offsets behind; a cycle ends where it closes.
 * @throws MalformedError when the header or IFD0 cannot be read.
 */
export function readTiff(bytes: Bytes): Tiff {
  if (bytes.length < HEADER_BYTES || !startsTiff(bytes)) throw new MalformedError("no TIFF header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = bytes[0] === 0x49;
  const ifds: Ifd[] = [];
  const tiff: Tiff = { view, littleEndian, ifds };
  const queue = [{ at: view.getUint32(4, littleEndian), main: true }];
  const seen = new Set<number>();
  for (let next = queue.shift(); next && ifds.length < MAX_IFDS; next = queue.shift()) {
    if (seen.has(next.at)) continue;
    seen.add(next.at);
    const ifd = readIfd(tiff, next.at, next.main);
    if (ifd === undefined) continue;
    ifds.push(ifd);
    for (const entry of ifd.entries) {
      if (POINTERS.includes(entry.tag)) queue.push(...integers(tiff, entry).map((at) => ({ at, main: false })));
    }
    if (ifd.main && ifd.end + NEXT_BYTES <= bytes.length) {
      queue.push({ at: view.getUint32(ifd.end, littleEndian), main: true });
    }
  }
  if (ifds[0]?.main !== true) throw new MalformedError("IFD0 is out of range");
  return tiff;
}

/** The directory at `at`; undefined when its table is not wholly inside the block. */
export function readIfd(tiff: Tiff, at: number, main: boolean): Ifd | undefined {
  const { view, littleEndian } = tiff;
  if (at < HEADER_BYTES || at + COUNT_BYTES > view.byteLength) return undefined;
  const count = view.getUint16(at, littleEndian);
  const end = at + COUNT_BYTES + count * ENTRY_BYTES;
  if (end > view.byteLength) return undefined;
  const entries = Array.from({ length: count }, (_, i) => readEntry(tiff, at + COUNT_BYTES + i * ENTRY_BYTES));
  return { at, end, entries, main };
}

function readEntry({ view, littleEndian }: Tiff, at: number): TiffEntry {
  const type = view.getUint16(at + 2, littleEndian);
  const count = view.getUint32(at + 4, littleEndian);
  const size = (TYPE_BYTES[type] ?? 0) * count;
  const valueAt = size > INLINE_BYTES ? view.getUint32(at + 8, littleEndian) : at + 8;
  return { tag: view.getUint16(at, littleEndian), type, count, at, valueAt, size };
}

/** Whether the value stands away from its entry. */
export const isApart = (entry: TiffEntry): boolean => entry.size > INLINE_BYTES;

/** Whether the whole value is inside the block. */
export function isInside({ view }: Tiff, { valueAt, size }: TiffEntry): boolean {
  return valueAt + size <= view.byteLength;
}

/** The entry's values, when they are SHORT or offsets and inside the block, as many as there may be directories. */
export function integers(tiff: Tiff, entry: TiffEntry): number[] {
  const { view, littleEndian } = tiff;
  const { type, valueAt } = entry;
  if (!isInside(tiff, entry)) return [];
  const length = Math.min(entry.count, MAX_IFDS);
  if (type === TYPE_SHORT) return Array.from({ length }, (_, i) => view.getUint16(valueAt + 2 * i, littleEndian));
  if (!OFFSET_TYPES.includes(type)) return [];
  return Array.from({ length }, (_, i) => view.getUint32(valueAt + 4 * i, littleEndian));
}

/** The part of the block that the directory takes up, with the offset of the next one where there is one. */
export function tableRange({ view }: Tiff, { at, end, main }: Ifd): { from: number; to: number } {
  return { from: at, to: main ? Math.min(end + NEXT_BYTES, view.byteLength) : end };
}

/** Takes entries out of their directory. The ones behind them move up, each once; nothing outside the table does. */
export function removeEntries(tiff: Tiff, ifd: Ifd, gone: ReadonlySet<TiffEntry>): void {
  const { view, littleEndian } = tiff;
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const { to } = tableRange(tiff, ifd);
  const kept = ifd.entries.filter((entry) => !gone.has(entry));
  let at = ifd.at + COUNT_BYTES;
  for (const entry of kept) {
    bytes.copyWithin(at, entry.at, entry.at + ENTRY_BYTES);
    at += ENTRY_BYTES;
  }
  bytes.copyWithin(at, ifd.end, to);
  bytes.fill(0, at + to - ifd.end, to);
  view.setUint16(ifd.at, kept.length, littleEndian);
}
