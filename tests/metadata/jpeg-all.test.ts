import sharp from "sharp";
import { expect, test } from "vitest";
import { jpegWithExif } from "../helpers/images.ts";
import { exifSegment, segment, segmentsOf, withSegments, xmpSegment } from "./containers.ts";
import { canvas, holds, jpeg, removed, seen } from "./pictures.ts";
import { buildExif, phoneGps } from "./tiff-builder.ts";
import { GPS_ATTRIBUTES } from "./xmp-builder.ts";

const EXIF = (orientation: number) =>
  exifSegment(buildExif({ littleEndian: true, orientation, gps: phoneGps(true) }).bytes);
const OTHERS = [
  xmpSegment(GPS_ATTRIBUTES),
  segment(0xed, "Photoshop 3.0\0"),
  segment(0xfe, "a comment"),
  segment(0xe5, "a maker's"),
  segment(0xeb, "JP a box"),
  segment(0xe0, "JFXX\0 a thumbnail"),
];

test.each([2, 3, 4, 5, 6, 7, 8])(
  "a picture of orientation %d is shown as before, and nothing else is left",
  async (orientation) => {
    const file = withSegments(await jpeg(), EXIF(orientation), ...OTHERS);
    const result = await removed(file, "all");
    expect(result).toMatchObject({ removed: ["exif", "xmp", "photoshop", "text", "other"], settled: true });
    expect(await seen(result.bytes)).toEqual(await seen(file));
    expect((await sharp(result.bytes).metadata()).orientation).toBe(orientation);
    const plain = segmentsOf(await jpeg());
    expect(segmentsOf(result.bytes)).toHaveLength(plain.length + 1);
  },
);

test("an upright picture keeps no EXIF block at all", async () => {
  const result = await removed(withSegments(await jpeg(), EXIF(1), ...OTHERS), "all");
  expect(result.bytes.equals(await jpeg())).toBe(true);
});

test("tables, JFIF, colour profile, Adobe's transform and a gain map's description stay byte for byte", async () => {
  const file = withSegments(
    await canvas().withIccProfile("p3").jpeg().toBuffer(),
    segment(0xee, "Adobe\0\x64\0\0\0\0\x01"),
    segment(0xe2, "urn:iso:std:iso:ts:21496:-1\0 numbers"),
  );
  const kept = segmentsOf(file);
  expect(kept.map(({ marker }) => marker)).toEqual(expect.arrayContaining([0xe2, 0xee, 0xdb, 0xc4, 0xc0]));
  const result = await removed(withSegments(file, EXIF(1), ...OTHERS), "all");
  expect(segmentsOf(result.bytes)).toEqual(kept);
});

test("a photograph written by an image library keeps its turn and loses its camera", async () => {
  const { bytes: file } = await jpegWithExif();
  const result = await removed(file, "all");
  expect(holds(result.bytes, "Test Camera")).toBe(false);
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

test("a file without metadata comes back as the very same blob", async () => {
  for (const file of [await jpeg(), await canvas().withIccProfile("p3").jpeg().toBuffer()]) {
    const { exif } = await sharp(file).metadata();
    const bare = exif ? (await removed(file, "all")).bytes : file;
    expect(await removed(bare, "all")).toMatchObject({ same: true, removed: [] });
  }
});
