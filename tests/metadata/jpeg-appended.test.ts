import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { WINDOW_BYTES } from "../../src/worker/metadata/blob-reader.ts";
import { orientationExif } from "../../src/worker/metadata/exif.ts";
import {
  exifSegment,
  LOCATION,
  listBytes,
  mpfSegment,
  segment,
  segmentsOf,
  video,
  withSegments,
  xmpSegment,
} from "./containers.ts";
import { canvas, holds, jpeg, removed, seen } from "./pictures.ts";
import { buildExif, phoneGps, SECRET } from "./tiff-builder.ts";
import { GPS_ATTRIBUTES, XMP_LATITUDE, xmp } from "./xmp-builder.ts";

const EXIF = exifSegment(buildExif({ littleEndian: true, orientation: 6, gps: phoneGps(true) }).bytes);
const GAIN_MAP = xmpSegment(
  xmp(`hdrgm:Version="1.0" hdrgm:GainMapMax="2.5" dc:source="a name" exif:GPSLatitude="${XMP_LATITUDE}"`),
);

/** A first picture, a list of both, and a second picture with its own EXIF and XMP: as HDR photographs are. */
async function pair(...before: Buffer[]): Promise<{ file: Buffer; first: Buffer; second: Buffer }> {
  const plain = withSegments(await jpeg(), EXIF, ...before);
  const second = withSegments(await canvas().greyscale().jpeg().toBuffer(), EXIF, GAIN_MAP, segment(0xfe, "a comment"));
  const size = plain.length + LIST_BYTES;
  const list = mpfSegment(2, [
    { at: 0, size },
    { at: size, size: second.length },
  ]);
  const first = withSegments(plain, list);
  return { file: Buffer.concat([first, second]), first, second };
}

const LIST_BYTES = listBytes(2);

/** As an editor leaves it that knows nothing of the list: with a comment between it and the pictures. */
const edited = (file: Buffer) =>
  Buffer.concat([file.subarray(0, 2 + LIST_BYTES), segment(0xfe, "edited"), file.subarray(2 + LIST_BYTES)]);

/** Where the list says that the second picture is; read without the code under test. */
function listed(file: Buffer): { at: number; size: number } {
  const header = file.indexOf("MPF\0") + 4;
  return { size: file.readUInt32BE(header + 50 + 16 + 4), at: header + file.readUInt32BE(header + 50 + 16 + 8) };
}

describe("a file of two pictures", () => {
  test("loses the position in both of them, and no byte moves", async () => {
    const { file, first } = await pair();
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-exif", "gps-xmp"], settled: true });
    expect(result.bytes.length).toBe(file.length);
    expect(holds(result.bytes, SECRET)).toBe(false);
    expect(holds(result.bytes, XMP_LATITUDE)).toBe(false);
    expect(holds(result.bytes, 'hdrgm:GainMapMax="2.5"')).toBe(true);
    expect(await seen(result.bytes)).toEqual(await seen(file));
    expect(await seen(result.bytes.subarray(first.length))).toEqual(await seen(file.subarray(first.length)));
  });

  test("keeps both pictures, their list and the gain map's numbers when all metadata goes", async () => {
    const { file, second } = await pair(segment(0xed, "Photoshop 3.0\0"), segment(0xfe, "a comment"));
    const result = await removed(file, "all");
    expect(new Set(result.removed)).toEqual(new Set(["exif", "photoshop", "text", "xmp"]));
    expect(result.settled).toBe(true);
    for (const text of [SECRET, XMP_LATITUDE, "a name", "a comment", "A Writer", "Example Camera", "Photoshop"]) {
      expect(holds(result.bytes, text)).toBe(false);
    }
    const { at, size } = listed(result.bytes);
    expect(size).toBe(second.length);
    const after = result.bytes.subarray(at, at + size);
    expect(holds(after, 'hdrgm:GainMapMax="2.5"')).toBe(true);
    expect(await seen(after)).toEqual(await seen(second));
    expect(await seen(result.bytes)).toEqual(await seen(file));
    expect((await sharp(result.bytes).metadata()).orientation).toBe(6);
  });

  test("with an EXIF block that ends behind its only entry keeps its orientation, and what follows the block", async () => {
    const short = Buffer.from(orientationExif(6) ?? []).subarray(0, 22);
    const plain = withSegments(await jpeg(), exifSegment(short));
    const second = await canvas().greyscale().jpeg().toBuffer();
    const size = plain.length + LIST_BYTES;
    const list = mpfSegment(2, [
      { at: 0, size },
      { at: size, size: second.length },
    ]);
    const file = Buffer.concat([withSegments(plain, list), second]);
    const result = await removed(file, "all");
    expect(result.settled).toBe(true);
    expect(await seen(result.bytes)).toEqual(await seen(file));
    expect(segmentsOf(result.bytes).map(({ marker }) => marker)).toEqual(segmentsOf(file).map(({ marker }) => marker));
    expect((await sharp(result.bytes).metadata()).orientation).toBe(6);
  });

  test("and a third one keeps that whole when all metadata goes, and nothing behind it", async () => {
    const other = await canvas().greyscale().jpeg().toBuffer();
    const plain = withSegments(await jpeg(), EXIF);
    const size = plain.length + listBytes(3);
    const list = mpfSegment(2, [
      { at: 0, size },
      { at: size, size: other.length },
      { at: size + other.length, size: other.length },
    ]);
    const file = Buffer.concat([withSegments(plain, list), other, other, Buffer.from("trailer")]);
    const { bytes } = await removed(file, "all");
    expect(bytes.length).toBe(file.length - "trailer".length);
    expect(await seen(bytes.subarray(size + other.length))).toEqual(await seen(other));
  });

  test("whose list is stale still loses the position in what follows the first one", async () => {
    const moved = edited((await pair()).file);
    const result = await removed(moved, "location");
    expect(result).toMatchObject({ removed: ["gps-exif", "gps-xmp"], settled: true });
    expect(holds(result.bytes, SECRET)).toBe(false);
    expect(await seen(result.bytes)).toEqual(await seen(moved));
  });

  test("whose list is stale ends with the first one when all metadata goes", async () => {
    const moved = edited((await pair()).file);
    const result = await removed(moved, "all");
    expect(result.removed).toContain("trailer");
    expect(result.settled).toBe(true);
    expect(holds(result.bytes, "MPF\0")).toBe(false);
    expect(result.bytes.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
    expect(await seen(result.bytes)).toEqual(await seen(moved));
  });

  test("whose second one is broken is noted, and the first one loses its position", async () => {
    const { file, first } = await pair();
    file.writeUInt8(0x00, first.length + 2);
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-exif"], note: "malformed" });
    expect(holds(result.bytes.subarray(0, first.length), SECRET)).toBe(false);
  });

  test("whose list names the same picture twice is changed once", async () => {
    const { first, second } = await pair();
    const at = first.length - listBytes(2) + listBytes(3);
    const image = { at, size: second.length };
    const withoutList = Buffer.concat([first.subarray(0, 2), first.subarray(2 + LIST_BYTES)]);
    const list = mpfSegment(2, [{ at: 0, size: at }, image, image]);
    const result = await removed(Buffer.concat([withSegments(withoutList, list), second]), "location");
    expect(result).toMatchObject({ removed: ["gps-exif", "gps-xmp"], settled: true });
    expect(result.note).toBeUndefined();
  });
});

test("a list that points into the first picture's own header is not believed", async () => {
  const plain = withSegments(await jpeg(), EXIF);
  const file = withSegments(
    plain,
    mpfSegment(2, [
      { at: 0, size: 99 },
      { at: 60, size: 99 },
    ]),
  );
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

describe("a photograph with a video behind it", () => {
  test.each([
    ["straight behind", Buffer.alloc(0), Buffer.alloc(0)],
    [
      "in a maker's wrapping",
      Buffer.from("\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data", "latin1"),
      Buffer.from("SEFH\0\0\0\0SEFT", "latin1"),
    ],
  ])("%s: loses both positions, and no byte moves", async (_, before, after) => {
    const photo = withSegments(await jpeg(), EXIF);
    const file = Buffer.concat([photo, before, video(), after]);
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-exif", "gps-video"], settled: true });
    expect(result.bytes.length).toBe(file.length);
    for (const text of [SECRET, LOCATION, "Some Street"]) expect(holds(result.bytes, text)).toBe(false);
    const expected = video();
    for (const type of ["\xa9xyz", "loci"]) {
      const at = expected.indexOf(type, 0, "latin1");
      const size = expected.readUInt32BE(at - 4);
      expected.fill(0, at, at - 4 + size);
      expected.write("free", at, "latin1");
    }
    expect(result.bytes.subarray(photo.length + before.length).equals(Buffer.concat([expected, after]))).toBe(true);
    expect(await seen(result.bytes)).toEqual(await seen(file));
  });

  test("that ends as a picture does is looked at where the XMP tells of it", async () => {
    const main = xmpSegment(
      xmp('GCamera:MicroVideo="1"').replace(
        "x:xmpmeta ",
        'x:xmpmeta xmlns:c="http://ns.google.com/photos/1.0/camera/" ',
      ),
    );
    const file = Buffer.concat([withSegments(await jpeg(), main), video(), Buffer.from([0xff, 0xd9])]);
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-video"], settled: true });
    expect(holds(result.bytes, LOCATION)).toBe(false);
  });

  test("loses the video when all metadata goes", async () => {
    const photo = await jpeg();
    const result = await removed(Buffer.concat([photo, video()]), "all");
    expect(result).toMatchObject({ removed: ["trailer"], settled: true });
    expect(result.bytes.equals(photo)).toBe(true);
  });
});

test.each(["location", "all"] as const)(
  "a video behind a damaged picture, whose end cannot be told, loses its position, mode %s",
  async (mode) => {
    const photo = await jpeg();
    const damaged = Buffer.concat([photo.subarray(0, -2), Buffer.from([0xff, 0xee, 0xff, 0xff]), Buffer.alloc(2)]);
    const result = await removed(Buffer.concat([damaged, video()]), mode);
    expect(result).toMatchObject({ removed: ["gps-video"], settled: true });
    expect(holds(result.bytes, LOCATION)).toBe(false);
    expect(result.bytes.subarray(0, damaged.length).equals(damaged)).toBe(true);
  },
);

test("a picture that a phone appends without a list loses its position", async () => {
  const second = withSegments(await jpeg(), EXIF, xmpSegment(GPS_ATTRIBUTES));
  const file = Buffer.concat([
    await jpeg(),
    Buffer.from("\xff\xd8\xff not a picture", "latin1"),
    second,
    Buffer.from("end"),
  ]);
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-exif", "gps-xmp"], settled: true });
  expect(result.bytes.length).toBe(file.length);
  expect(holds(result.bytes, SECRET)).toBe(false);
});

test("a picture that a phone appends loses the position inside its thumbnail too", async () => {
  const thumbnail = withSegments(await jpeg(), EXIF);
  const exif = exifSegment(buildExif({ littleEndian: true, gps: phoneGps(true), thumbnail }).bytes);
  const file = Buffer.concat([await jpeg(), withSegments(await jpeg(), exif), Buffer.from("end")]);
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
  expect(result.note).toBeUndefined();
  expect(holds(result.bytes, SECRET)).toBe(false);
});

test("a video's position is found across the border of what is read at a time", async () => {
  const photo = await jpeg();
  const boxAt = video().indexOf("\xa9xyz", 0, "latin1") - 4;
  for (const before of [1, 6, 20, 30]) {
    const padding = Buffer.alloc(WINDOW_BYTES - boxAt - before, 0x20);
    const result = await removed(Buffer.concat([photo, padding, video()]), "location");
    expect(result).toMatchObject({ removed: ["gps-video"], settled: true });
    expect(holds(result.bytes, LOCATION)).toBe(false);
  }
});

test("the end of a progressive picture of several scans is found", async () => {
  const photo = await canvas().jpeg({ progressive: true }).toBuffer();
  const file = Buffer.concat([withSegments(photo, EXIF), video()]);
  const result = await removed(file, "all");
  expect(result.removed).toEqual(["exif", "trailer"]);
  expect(await seen(result.bytes)).toEqual(await seen(file));
  expect(segmentsOf(result.bytes).filter(({ marker }) => marker === 0xe1)).toHaveLength(1);
});
