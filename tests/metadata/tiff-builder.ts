/** What an EXIF block of a test holds; everything is optional but the byte order. */
export interface ExifContent {
  readonly littleEndian: boolean;
  readonly orientation?: number;
  readonly make?: string;
  /** A maker's note: opaque bytes, found by an offset. */
  readonly makerNote?: Uint8Array;
  readonly gps?: readonly GpsValue[];
  /** Of IFD0, behind all others. */
  readonly more?: readonly GpsValue[];
  /** A JPEG file, listed in IFD1. */
  readonly thumbnail?: Uint8Array;
}

export interface GpsValue {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly data: Uint8Array;
}

/** Bytes that stand for a position in a test, and nowhere else. */
export const SECRET = "31.2304N121.4737E";
const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** A GPS directory as a phone writes it: references inline, coordinates and a text elsewhere. */
export function phoneGps(littleEndian: boolean): GpsValue[] {
  const rationals = (...pairs: [number, number][]) => {
    const view = new DataView(new ArrayBuffer(8 * pairs.length));
    for (const [i, [top, bottom]] of pairs.entries()) {
      view.setUint32(8 * i, top, littleEndian);
      view.setUint32(8 * i + 4, bottom, littleEndian);
    }
    return new Uint8Array(view.buffer);
  };
  return [
    { tag: 0, type: 1, count: 4, data: Uint8Array.of(2, 3, 0, 0) },
    { tag: 1, type: 2, count: 2, data: ascii("N\0") },
    { tag: 2, type: 5, count: 3, data: rationals([31, 1], [13, 1], [4944, 100]) },
    { tag: 3, type: 2, count: 2, data: ascii("E\0") },
    { tag: 4, type: 5, count: 3, data: rationals([121, 1], [28, 1], [2532, 100]) },
    { tag: 0x1b, type: 7, count: SECRET.length, data: ascii(SECRET) },
  ];
}

/** Only the version, as cameras without a receiver write it. */
export const VERSION_ONLY: readonly GpsValue[] = [{ tag: 0, type: 1, count: 4, data: Uint8Array.of(2, 3, 0, 0) }];

type Entry = GpsValue | { readonly tag: number; readonly pointer: string };

/** Where the parts of a block stand, so that a test can break one of them. */
export interface BuiltExif {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offset of each directory: `ifd0`, `exif`, `gps`, `ifd1`; and of `thumbnail`. */
  readonly at: Readonly<Record<string, number>>;
}

/** Builds a TIFF block: directories first, each followed by its values. */
export function buildExif(content: ExifContent): BuiltExif {
  const { littleEndian } = content;
  const short = (tag: number, value: number): GpsValue => {
    const view = new DataView(new ArrayBuffer(2));
    view.setUint16(0, value, littleEndian);
    return { tag, type: 3, count: 1, data: new Uint8Array(view.buffer) };
  };
  const long = (tag: number, value: number): GpsValue => {
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, value, littleEndian);
    return { tag, type: 4, count: 1, data: new Uint8Array(view.buffer) };
  };
  const make = ascii(`${content.make ?? "Example Camera Works"}\0`);
  const ifd0: Entry[] = [
    { tag: 0x010f, type: 2, count: make.length, data: make },
    ...(content.orientation === undefined ? [] : [short(0x0112, content.orientation)]),
    { tag: 0x8769, pointer: "exif" },
    ...(content.gps ? [{ tag: 0x8825, pointer: "gps" }] : []),
    short(0xa301, 1),
    ...(content.more ?? []),
  ];
  const note = content.makerNote ?? ascii("an opaque maker's note");
  const exif: Entry[] = [{ tag: 0x927c, type: 7, count: note.length, data: note }];
  const ifd1: Entry[] = content.thumbnail
    ? [{ tag: 0x0201, pointer: "thumbnail" }, long(0x0202, content.thumbnail.length)]
    : [];
  const directories: [string, readonly Entry[]][] = [
    ["ifd0", ifd0],
    ["exif", exif],
    ...(content.gps ? [["gps", content.gps] as [string, readonly Entry[]]] : []),
    ...(content.thumbnail ? [["ifd1", ifd1] as [string, readonly Entry[]]] : []),
  ];
  return layOut(littleEndian, directories, content.thumbnail);
}

const tableBytes = (entries: readonly Entry[]) => 2 + 12 * entries.length + 4;
const even = (n: number) => n + (n % 2);

function layOut(
  littleEndian: boolean,
  directories: readonly [string, readonly Entry[]][],
  thumbnail: Uint8Array | undefined,
): BuiltExif {
  const at: Record<string, number> = {};
  const valueAt = new Map<Entry, number>();
  let end = 8;
  for (const [name, entries] of directories) {
    at[name] = end;
    end += tableBytes(entries);
    for (const entry of entries) {
      if ("pointer" in entry || entry.data.length <= 4) continue;
      valueAt.set(entry, end);
      end += even(entry.data.length);
    }
  }
  at.thumbnail = end;
  const bytes = new Uint8Array(end + (thumbnail?.length ?? 0));
  const view = new DataView(bytes.buffer);
  bytes.set(ascii(littleEndian ? "II*\0" : "MM\0*"));
  view.setUint32(4, 8, littleEndian);
  for (const [name, entries] of directories) {
    const start = at[name] ?? 0;
    view.setUint16(start, entries.length, littleEndian);
    for (const [i, entry] of entries.entries()) {
      const place = start + 2 + 12 * i;
      view.setUint16(place, entry.tag, littleEndian);
      view.setUint16(place + 2, "pointer" in entry ? 4 : entry.type, littleEndian);
      view.setUint32(place + 4, "pointer" in entry ? 1 : entry.count, littleEndian);
      if ("pointer" in entry) view.setUint32(place + 8, at[entry.pointer] ?? 0, littleEndian);
      else {
        const apart = valueAt.get(entry);
        if (apart !== undefined) view.setUint32(place + 8, apart, littleEndian);
        bytes.set(entry.data, apart ?? place + 8);
      }
    }
    if (name === "ifd0" && at.ifd1) view.setUint32(start + tableBytes(entries) - 4, at.ifd1, littleEndian);
  }
  if (thumbnail) bytes.set(thumbnail, at.thumbnail);
  return { bytes, at };
}

/** The tags of a directory, and where the next one is; read without the code under test. */
export function readDirectory(block: Uint8Array, at: number): { tags: number[]; next: number } {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const littleEndian = block[0] === 0x49;
  const count = view.getUint16(at, littleEndian);
  const tags = Array.from({ length: count }, (_, i) => view.getUint16(at + 2 + 12 * i, littleEndian));
  return { tags, next: view.getUint32(at + 2 + 12 * count, littleEndian) };
}
