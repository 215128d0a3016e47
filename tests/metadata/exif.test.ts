import { describe, expect, test } from "vitest";
import { readOrientation, scrubExif } from "../../src/worker/metadata/exif.ts";
import { Findings, MalformedError } from "../../src/worker/metadata/findings.ts";
import { holds } from "./pictures.ts";
import { buildExif, phoneGps, readDirectory, SECRET } from "./tiff-builder.ts";

const GPS_POINTER = 0x8825;
const EXIF_POINTER = 0x8769;

/** A block with a position, and a way to write into it. */
function block() {
  const built = buildExif({ littleEndian: true, orientation: 6, gps: phoneGps(true) });
  const view = new DataView(built.bytes.buffer);
  const at = (name: string) => built.at[name] ?? 0;
  /** Where an entry of IFD0 stands. */
  const entry = (tag: number) => {
    const { tags } = readDirectory(built.bytes, at("ifd0"));
    return at("ifd0") + 2 + 12 * tags.indexOf(tag);
  };
  const point = (tag: number, to: number) => view.setUint32(entry(tag) + 8, to, true);
  return { ...built, view, place: at, entry, point };
}

function scrub(bytes: Uint8Array<ArrayBuffer>): Findings {
  const findings = new Findings();
  scrubExif(bytes, findings);
  return findings;
}

describe("a directory that leads in a circle", () => {
  test.each([
    ["IFD0 as its own successor", ({ view, place }) => view.setUint32(place("ifd0") + 2 + 5 * 12, place("ifd0"), true)],
    [
      "the Exif directory as IFD0's successor",
      ({ view, place }) => view.setUint32(place("ifd0") + 2 + 5 * 12, place("exif"), true),
    ],
    ["the Exif pointer to IFD0", ({ point, place }) => point(EXIF_POINTER, place("ifd0"))],
  ] satisfies [string, (b: ReturnType<typeof block>) => void][])("%s: ends, and the position goes", (_, breakIt) => {
    const built = block();
    breakIt(built);
    expect([...scrub(built.bytes).removed]).toEqual(["gps-exif"]);
    expect(holds(built.bytes, SECRET)).toBe(false);
    expect(readDirectory(built.bytes, built.place("ifd0")).tags).toEqual([0x010f, 0x0112, EXIF_POINTER, 0xa301]);
  });

  test.each([
    ["IFD0", ({ point, place }) => point(GPS_POINTER, place("ifd0"))],
    ["the Exif directory", ({ point, place }) => point(GPS_POINTER, place("exif"))],
    [
      "the middle of IFD0",
      ({ point, place, view }) => {
        // Read from there, it is a directory of one entry.
        view.setUint16(place("ifd0") + 14, 1, true);
        point(GPS_POINTER, place("ifd0") + 14);
      },
    ],
  ] satisfies [string, (b: ReturnType<typeof block>) => void][])(
    "the GPS pointer to %s: is an error, since what it points at is needed",
    (_, breakIt) => {
      const built = block();
      breakIt(built);
      expect(() => scrub(built.bytes)).toThrow(MalformedError);
    },
  );
});

describe("an offset out of range", () => {
  test.each([
    ["the block's end", ({ bytes, point }) => point(GPS_POINTER, bytes.length)],
    ["far behind the block", ({ point }) => point(GPS_POINTER, 0xffff_fff0)],
    ["the header", ({ point }) => point(GPS_POINTER, 4)],
  ] satisfies [string, (b: ReturnType<typeof block>) => void][])(
    "the GPS directory at %s: is an error",
    (_, breakIt) => {
      const built = block();
      breakIt(built);
      expect(() => scrub(built.bytes)).toThrow(MalformedError);
    },
  );

  test("the GPS directory longer than the block: is an error", () => {
    const { bytes, view, place } = block();
    view.setUint16(place("gps"), 400, true);
    expect(() => scrub(bytes)).toThrow(MalformedError);
  });

  test("IFD0 out of range: is an error", () => {
    const { bytes, view } = block();
    view.setUint32(4, bytes.length - 1, true);
    expect(() => scrub(bytes)).toThrow(MalformedError);
  });

  test("a GPS value out of range: the directory goes, and what could not be wiped is noted", () => {
    const { bytes, view, place } = block();
    view.setUint32(place("gps") + 2 + 2 * 12 + 8, 0x7fff_0000, true);
    const findings = scrub(bytes);
    expect([...findings.removed]).toEqual(["gps-exif"]);
    expect(findings.note).toBe("malformed");
    expect(holds(bytes, SECRET)).toBe(false);
  });

  test.each([0xffff_ffff, 7])("IFD0's successor at %d, as some cameras leave it: changes nothing", (next) => {
    const { bytes, view, place } = block();
    view.setUint32(place("ifd0") + 2 + 5 * 12, next, true);
    expect([...scrub(bytes).removed]).toEqual(["gps-exif"]);
    expect(readDirectory(bytes, place("ifd0")).next).toBe(next);
  });

  test("a GPS pointer of zero says that there is no position", () => {
    const { bytes, point } = block();
    point(GPS_POINTER, 0);
    const before = bytes.slice();
    expect(scrub(bytes).removed.size).toBe(0);
    expect(bytes).toEqual(before);
  });
});

test("a GPS value that reaches into another directory is wiped around it", () => {
  const { bytes, view, place } = block();
  const table = bytes.slice(place("exif"), place("exif") + 2 + 12);
  const latitude = place("gps") + 2 + 2 * 12;
  view.setUint32(latitude + 4, 24, true);
  view.setUint32(latitude + 8, place("exif") - 8, true);
  expect([...scrub(bytes).removed]).toEqual(["gps-exif"]);
  expect(bytes.slice(place("exif"), place("exif") + 2 + 12)).toEqual(table);
  expect(bytes.slice(place("exif") - 8, place("exif"))).toEqual(new Uint8Array(8));
});

test("a position that hangs on the Exif directory is found", () => {
  const { bytes, view, place, entry } = block();
  const exifEntry = place("exif") + 2;
  view.setUint16(exifEntry, GPS_POINTER, true);
  view.setUint16(exifEntry + 2, 4, true);
  view.setUint32(exifEntry + 4, 1, true);
  view.setUint32(exifEntry + 8, place("gps"), true);
  view.setUint16(entry(GPS_POINTER), 0x8826, true);
  expect([...scrub(bytes).removed]).toEqual(["gps-exif"]);
  expect(holds(bytes, SECRET)).toBe(false);
  expect(readDirectory(bytes, place("exif")).tags).toEqual([]);
});

test.each([
  ["SLONG", 9],
  ["IFD", 13],
])("a GPS pointer of the type %s, which readers follow, goes with its directory", (_, type) => {
  const { bytes, view, entry } = block();
  view.setUint16(entry(GPS_POINTER) + 2, type, true);
  expect([...scrub(bytes).removed]).toEqual(["gps-exif"]);
  expect(holds(bytes, SECRET)).toBe(false);
});

test("two pointers to one GPS directory both go", () => {
  const { bytes, view, place, entry } = block();
  view.setUint16(entry(0xa301), GPS_POINTER, true);
  view.setUint16(entry(GPS_POINTER) + 12 + 2, 4, true);
  view.setUint32(entry(GPS_POINTER) + 12 + 8, place("gps"), true);
  expect([...scrub(bytes).removed]).toEqual(["gps-exif"]);
  const table = bytes.subarray(place("ifd0"), place("ifd0") + 2 + 5 * 12 + 4);
  expect(readDirectory(bytes, place("ifd0"))).toEqual({ tags: [0x010f, 0x0112, 0x8769], next: 0 });
  expect(table.subarray(2 + 3 * 12).every((byte) => byte === 0)).toBe(true);
});

/** A block that is nothing but directories, each with one entry, and the bytes that one of them points at. */
function blockOf(
  directories: readonly { at: number; entry: [tag: number, type: number, count: number, value: number] }[],
) {
  const bytes = new Uint8Array(300);
  const view = new DataView(bytes.buffer);
  bytes.set(Buffer.from("MM\0*"));
  view.setUint32(4, 8);
  for (const { at, entry } of directories) {
    const [tag, type, count, value] = entry;
    view.setUint16(at, 1);
    view.setUint16(at + 2, tag);
    view.setUint16(at + 4, type);
    view.setUint32(at + 6, count);
    view.setUint32(at + 10, value);
  }
  return bytes;
}

test.each([
  ["a sub-directory", 0x014a],
  ["the interoperability directory", 0xa005],
])("a position that hangs on %s is found", (_, pointer) => {
  const bytes = blockOf([
    { at: 8, entry: [pointer, 4, 1, 60] },
    { at: 60, entry: [GPS_POINTER, 4, 1, 120] },
    { at: 120, entry: [0x1b, 7, SECRET.length, 200] },
  ]);
  bytes.set(Buffer.from(SECRET), 200);
  expect([...scrub(bytes).removed]).toEqual(["gps-exif"]);
  expect(holds(bytes, SECRET)).toBe(false);
});

test("an IPTC block inside EXIF loses the names of places", () => {
  const iptc = Buffer.from("\x1c\x02\x5a\0\x08Shanghai", "latin1");
  const bytes = blockOf([{ at: 8, entry: [0x83bb, 7, iptc.length, 200] }]);
  bytes.set(iptc, 200);
  expect([...scrub(bytes).removed]).toEqual(["place-iptc"]);
  expect(holds(bytes, "Shanghai")).toBe(false);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])("orientation %d is read in both byte orders", (orientation) => {
  for (const littleEndian of [true, false]) {
    expect(readOrientation(buildExif({ littleEndian, orientation }).bytes)).toBe(orientation);
  }
});

test.each([0, 9, 65535])("orientation %d means nothing, so the picture is upright", (orientation) => {
  expect(readOrientation(buildExif({ littleEndian: true, orientation }).bytes)).toBe(1);
  expect(readOrientation(Uint8Array.of(1, 2, 3))).toBe(1);
});
