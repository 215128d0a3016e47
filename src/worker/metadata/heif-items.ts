import { byteText } from "./ascii.ts";
import { MAX_BLOCK_BYTES } from "./blob-reader.ts";
import { type Bytes, MalformedError } from "./findings.ts";
import { boxesIn } from "./iso-boxes.ts";
import type { Range } from "./joined.ts";

/*
 * ISO/IEC 14496-12, section 8.11: the `meta` box names the items of a file (iinf) and says where their bytes are (iloc).
 * ISO/IEC 23008-12, annex A: an item of type `Exif` is an EXIF block, one of type `mime` may be an XMP packet.
 */

type MetadataKind = "exif" | "xmp";

/** One block of metadata, as the file lists it. */
export interface MetadataItem {
  readonly kind: MetadataKind;
  /** Its parts in the file, in order; undefined when they are kept in a way that is not read here. */
  readonly ranges: readonly Range[] | undefined;
}

const XMP_TYPE = "application/rdf+xml";
/** Bytes of a full box's version and flags. */
const VERSION_BYTES = 4;
/** More parts than any camera writes, of all items together: a picture of tiles has some hundreds. */
const MAX_PARTS = 10_000;
const METHOD_FILE = 0;
const METHOD_IDAT = 1;

/**
 * The metadata items that a `meta` box names.
 * @param content of the box; it stands at `base` in the file.
 * @param dataBoxes the contents of the file's `mdat` boxes, where items are kept that are not in the `meta` box.
 * @throws MalformedError, also when an item shares bytes with another one: changing it could change the picture.
 */
export function metadataItems(content: Bytes, base: number, dataBoxes: readonly Range[]): MetadataItem[] {
  const boxes = boxesIn(content, VERSION_BYTES);
  const boxOf = (type: string) => boxes.find((box) => box.type === type);
  const [names, locations, data] = [boxOf("iinf"), boxOf("iloc"), boxOf("idat")];
  if (names === undefined) return [];
  const { kinds, encoded } = readNames(content.subarray(names.from, names.to));
  if (kinds.size === 0 || locations === undefined) return [...kinds].map(([, kind]) => ({ kind, ranges: undefined }));
  const idat = data && { from: base + data.from, to: base + data.to };
  const ranges = readPlaces(content.subarray(locations.from, locations.to), idat?.from);
  const homes = idat ? [idat, ...dataBoxes] : dataBoxes;
  const taken = [...ranges].flatMap(([id, places]) => (kinds.has(id) ? [] : (places ?? [])));
  const own = [...kinds.keys()].flatMap((id) => ranges.get(id) ?? []);
  const total = own.reduce((sum, { from, to }) => sum + to - from, 0);
  if (total > MAX_BLOCK_BYTES) throw new MalformedError("the metadata items are too large");
  for (const range of own) {
    const isAtHome = homes.some(({ from, to }) => range.from >= from && range.to <= to);
    const isShared = taken.some(({ from, to }) => range.from < to && from < range.to);
    if (!isAtHome || isShared) throw new MalformedError("a metadata item is not where it should be");
  }
  return [...kinds].map(([id, kind]) => ({ kind, ranges: encoded.has(id) ? undefined : ranges.get(id) }));
}

interface Names {
  readonly kinds: ReadonlyMap<number, MetadataKind>;
  /** Those whose bytes are compressed. */
  readonly encoded: ReadonlySet<number>;
}

function readNames(names: Bytes): Names {
  const cursor = new Cursor(names);
  const version = cursor.version();
  cursor.number(version === 0 ? 2 : 4);
  const kinds = new Map<number, MetadataKind>();
  const encoded = new Set<number>();
  for (const { type, from, to } of boxesIn(names, cursor.at)) {
    if (type !== "infe") continue;
    const entry = new Cursor(names.subarray(from, to));
    const entryVersion = entry.version();
    // Older ones name no type.
    if (entryVersion < 2) continue;
    const id = entry.number(entryVersion === 2 ? 2 : 4);
    entry.number(2);
    const itemType = entry.text(4);
    entry.textToZero();
    if (itemType === "Exif") kinds.set(id, "exif");
    if (itemType === "mime" && entry.textToZero() === XMP_TYPE) {
      kinds.set(id, "xmp");
      if (entry.textToZero() !== "") encoded.add(id);
    }
  }
  return { kinds, encoded };
}

/** @param idat where in the file the `meta` box's own data begins. */
function readPlaces(places: Bytes, idat: number | undefined): Map<number, Range[] | undefined> {
  const cursor = new Cursor(places);
  const version = cursor.version();
  const sizes = cursor.number(1);
  const moreSizes = cursor.number(1);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 4, sizes & 0x0f, moreSizes >> 4];
  const indexBytes = version === 0 ? 0 : moreSizes & 0x0f;
  const idBytes = version < 2 ? 2 : 4;
  const items = new Map<number, Range[] | undefined>();
  let parts = 0;
  for (let left = cursor.number(idBytes); left > 0; left -= 1) {
    const id = cursor.number(idBytes);
    const method = version === 0 ? METHOD_FILE : cursor.number(2) & 0x0f;
    const isElsewhere = cursor.number(2) !== 0;
    const origin = method === METHOD_IDAT ? idat : method === METHOD_FILE ? 0 : undefined;
    const base = cursor.number(baseBytes);
    const count = cursor.number(2);
    parts += count;
    if (parts > MAX_PARTS) throw new MalformedError("the items have too many parts");
    const extents = Array.from({ length: count }, () => {
      cursor.number(indexBytes);
      return { offset: cursor.number(offsetBytes), length: cursor.number(lengthBytes) };
    });
    // A length of zero stands for all of the file.
    const isKnown = origin !== undefined && !isElsewhere && extents.every(({ length }) => length > 0);
    const toRange = ({ offset, length }: { offset: number; length: number }) => {
      const from = (origin ?? 0) + base + offset;
      return { from, to: from + length };
    };
    items.set(id, isKnown ? extents.map(toRange) : undefined);
  }
  return items;
}

/** Reads fields one after the other; one past the end is an error of the file. */
class Cursor {
  at = 0;
  readonly #bytes: Bytes;
  readonly #view: DataView;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A full box's version, passing over its flags. */
  version(): number {
    const version = this.number(1);
    this.#take(VERSION_BYTES - 1);
    return version;
  }

  /** A number of 1, 2, 4 or 8 bytes; one of none is 0. */
  number(bytes: number): number {
    const at = this.#take(bytes);
    if (bytes === 0) return 0;
    if (bytes === 1) return this.#view.getUint8(at);
    if (bytes === 2) return this.#view.getUint16(at);
    if (bytes === 4) return this.#view.getUint32(at);
    if (bytes === 8) return Number(this.#view.getBigUint64(at));
    throw new MalformedError(`a number of ${bytes} bytes`);
  }

  text(bytes: number): string {
    const at = this.#take(bytes);
    return byteText(this.#bytes.subarray(at, at + bytes));
  }

  /** Up to a zero byte, or to the end. */
  textToZero(): string {
    const zero = this.#bytes.indexOf(0, this.at);
    const text = this.text((zero === -1 ? this.#bytes.length : zero) - this.at);
    if (zero !== -1) this.at += 1;
    return text;
  }

  #take(bytes: number): number {
    const at = this.at;
    if (at + bytes > this.#bytes.length) throw new MalformedError("a box is cut off");
    this.at = at + bytes;
    return at;
  }
}
