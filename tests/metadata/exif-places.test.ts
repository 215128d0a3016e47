import { describe, expect, test } from "vitest";
import { exifSegment, pngChunk, withChunks, withSegments } from "./containers.ts";
import { holds, jpeg, png, removed, seen } from "./pictures.ts";
import { buildExif, type GpsValue, phoneGps, readDirectory, SECRET } from "./tiff-builder.ts";

const ascii = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

/** Coordinates on a map, as GeoTIFF has them: a point of the picture and its place, and the map's name. */
const GEOREFERENCE: readonly GpsValue[] = [
  { tag: 0x8482, type: 12, count: 2, data: ascii("121.4737TIE.POINT").slice(0, 16) },
  { tag: 0x87b0, type: 12, count: 1, data: ascii("LATITUDE") },
  { tag: 0x87b1, type: 2, count: 9, data: ascii("Shanghai\0") },
];

describe.each([true, false])("an EXIF block with places on a map, little-endian: %s", (littleEndian) => {
  test.each([true, false])("loses them, with a GPS directory: %s", async (hasGps) => {
    const gps = hasGps ? { gps: phoneGps(littleEndian) } : {};
    const block = buildExif({ littleEndian, orientation: 6, more: GEOREFERENCE, ...gps });
    const file = withSegments(await jpeg(), exifSegment(block.bytes));
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
    expect(result.bytes.length).toBe(file.length);
    for (const text of ["TIE.POIN", "LATITUDE", "Shanghai", SECRET]) expect(holds(result.bytes, text)).toBe(false);
    expect(readDirectory(result.bytes.subarray(12), block.at.ifd0 ?? 0).tags).toEqual([0x010f, 0x0112, 0x8769, 0xa301]);
    expect(holds(result.bytes, "an opaque maker's note")).toBe(true);
    expect(await seen(result.bytes)).toEqual(await seen(file));
  });
});

describe.each([true, false])("an EXIF block with a Photoshop block in it, little-endian: %s", (littleEndian) => {
  const withPhotoshop = (block: string) => {
    const more = [{ tag: 0x8649, type: 1, count: block.length, data: ascii(block) }];
    return exifSegment(buildExif({ littleEndian, gps: phoneGps(littleEndian), more }).bytes);
  };

  test("loses the names of places in that, too", async () => {
    const city = "8BIM\x04\x04\0\0\0\0\0\x0d\x1c\x02\x5a\0\x08Shanghai\0";
    const title = "8BIM\x04\x04\0\0\0\0\0\x09\x1c\x02\x05\0\x04kept\0";
    const file = withSegments(await jpeg(), withPhotoshop(`${city}${title}`));
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["place-iptc", "gps-exif"], settled: true });
    expect(holds(result.bytes, "Shanghai")).toBe(false);
    expect(holds(result.bytes, "kept")).toBe(true);
  });

  test("loses its coordinates where that cannot be read, which is noted", async () => {
    const file = withSegments(await jpeg(), withPhotoshop("8BIM\x04\x04\0\0\xff\0\0\0broken"));
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-exif"], note: "malformed" });
    expect(holds(result.bytes, SECRET)).toBe(false);
  });
});

test.each([
  ["XMP packet", 0x02bc, '<x:xmpmeta exif:GPSLatitude="31'],
  ["IPTC block", 0x83bb, "not a data set"],
])("coordinates go from an EXIF block although its %s cannot be read, which is noted", async (_, tag, text) => {
  const more = [{ tag, type: 1, count: text.length, data: ascii(text) }];
  const exif = exifSegment(buildExif({ littleEndian: true, gps: phoneGps(true), more }).bytes);
  const result = await removed(withSegments(await jpeg(), exif), "location");
  expect(result).toMatchObject({ removed: ["gps-exif"], note: "malformed" });
  expect(holds(result.bytes, SECRET)).toBe(false);
});

const HEAD = "Panasonic\0\0\0";
const BABY = "Baby's name";

/** A maker's note whose offsets count from the block's start, where `at` is the note's place. */
function panasonicNote(at: number, littleEndian: boolean, values: readonly (readonly [tag: number, text: string])[]) {
  const table = HEAD.length + 2 + 12 * values.length;
  const note = Buffer.alloc(table + 72 * values.length);
  note.write(HEAD, "latin1");
  const view = new DataView(note.buffer, note.byteOffset, note.length);
  view.setUint16(HEAD.length, values.length, littleEndian);
  for (const [i, [tag, text]] of values.entries()) {
    const entry = HEAD.length + 2 + 12 * i;
    view.setUint16(entry, tag, littleEndian);
    view.setUint16(entry + 2, 7, littleEndian);
    view.setUint32(entry + 4, 72, littleEndian);
    view.setUint32(entry + 8, at + table + 72 * i, littleEndian);
    note.write(text, table + 72 * i, "latin1");
  }
  return new Uint8Array(note);
}

function withNote(littleEndian: boolean, values: readonly (readonly [tag: number, text: string])[]) {
  const build = (at: number) => buildExif({ littleEndian, makerNote: panasonicNote(at, littleEndian, values) }).bytes;
  return build(Buffer.from(build(0)).indexOf(HEAD));
}

describe.each([true, false])("a maker's note of a camera that knows places, little-endian: %s", (littleEndian) => {
  test("loses their names and nothing else", async () => {
    const places = ["Huangpu", "China", "Shanghai", "Pudong", "The Bund", "Lujiazui"];
    const tags = [0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x80];
    const values = [[0x66, BABY] as const, ...tags.map((tag, i) => [tag, places[i] ?? ""] as const)];
    const file = withSegments(await jpeg(), exifSegment(withNote(littleEndian, values)));
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["position-text"], settled: true });
    for (const text of places) {
      expect(holds(file, text)).toBe(true);
      expect(holds(result.bytes, text)).toBe(false);
    }
    expect(holds(result.bytes, BABY)).toBe(true);
  });

  test("stays as it is where it names none", async () => {
    const values = [[0x66, BABY] as const, [0x69, "---"] as const, [0x6d, " "] as const, [0x6f, ""] as const];
    const file = withSegments(await jpeg(), exifSegment(withNote(littleEndian, values)));
    expect(await removed(file, "location")).toMatchObject({ same: true, removed: [] });
  });

  test("stays as it is where its values are not inside it", async () => {
    const build = (at: number) =>
      buildExif({ littleEndian, makerNote: panasonicNote(at, littleEndian, [[0x6d, "Shanghai"]]) }).bytes;
    const file = withSegments(await jpeg(), exifSegment(build(0)));
    expect(await removed(file, "location")).toMatchObject({ same: true, removed: [] });
  });
});

test.each([
  ["pointers to a GPS directory, which go", 0x8825, { removed: ["gps-exif"] }],
  ["points on a map, which go", 0x8482, { removed: ["gps-exif"] }],
  ["makers' notes, which are noted", 0x927c, { removed: [], note: "malformed" }],
])("sixty thousand %s, are soon done with", async (_, tag, outcome) => {
  const entries = 60_000;
  const block = Buffer.alloc(8 + 2 + 12 * entries + 4 + 20_000);
  block.write("MM\0*", "latin1");
  block.writeUInt32BE(8, 4);
  block.writeUInt16BE(entries, 8);
  for (let i = 0; i < entries; i += 1) {
    block.writeUInt16BE(tag, 10 + 12 * i);
    block.writeUInt16BE(4, 12 + 12 * i);
    block.writeUInt32BE(tag === 0x8825 ? 1 : 1000, 14 + 12 * i);
    block.writeUInt32BE(14 + 12 * entries, 18 + 12 * i);
  }
  // A directory of one latitude, for the pointers.
  block.writeUInt32BE(0x00010002, 14 + 12 * entries);
  const file = withChunks(await png(), pngChunk("eXIf", block));
  expect(await removed(file, "location")).toMatchObject(outcome);
});
