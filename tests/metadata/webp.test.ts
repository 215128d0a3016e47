import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { exifSegment, riff, riffChunk, riffChunksOf, withSegments } from "./containers.ts";
import { canvas, differences, holds, jpeg, removed, seen, webp } from "./pictures.ts";
import { buildExif, phoneGps, SECRET } from "./tiff-builder.ts";
import { GPS_ATTRIBUTES, XMP_LATITUDE } from "./xmp-builder.ts";

const FLAGS = { icc: 0x20, alpha: 0x10, exif: 0x08, xmp: 0x04, animation: 0x02 };
const EXIF = (orientation: number) => buildExif({ littleEndian: true, orientation, gps: phoneGps(true) }).bytes;

/** VP8X for the test's picture, 24 by 16. */
function extended(flags: number): Buffer {
  return riffChunk("VP8X", Buffer.from([flags, 0, 0, 0, 23, 0, 0, 15, 0, 0]));
}

/** The test's picture with chunks behind it. */
async function withMetadata(...chunks: Buffer[]): Promise<Buffer> {
  const [picture] = riffChunksOf(await webp());
  return riff(extended(FLAGS.exif | FLAGS.xmp), riffChunk(picture?.type ?? "", picture?.data ?? ""), ...chunks);
}

describe.each([
  ["as the format says", ""],
  ["behind JPEG's signature, as some writers put it", "Exif\0\0"],
])("EXIF %s", (_, signature) => {
  const chunk = (orientation: number) =>
    riffChunk("EXIF", Buffer.concat([Buffer.from(signature, "latin1"), EXIF(orientation)]));

  test("loses its position in place", async () => {
    const file = await withMetadata(chunk(6));
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
    expect(result.bytes.length).toBe(file.length);
    expect(holds(result.bytes, SECRET)).toBe(false);
    expect(await seen(result.bytes)).toEqual(await seen(file));
    expect(differences(file, result.bytes).filter((i) => i < file.indexOf("EXIF") + 8)).toEqual([]);
  });

  test.each([2, 3, 4, 5, 6, 7, 8])("orientation %d stays when all metadata goes", async (orientation) => {
    const file = await withMetadata(chunk(orientation), riffChunk("XMP ", GPS_ATTRIBUTES));
    const result = await removed(file, "all");
    expect(result).toMatchObject({ removed: ["exif", "xmp"], settled: true });
    expect((await sharp(result.bytes).metadata()).orientation).toBe(orientation);
    expect(await seen(result.bytes)).toEqual(await seen(file));
    const chunks = riffChunksOf(result.bytes);
    expect(chunks.map(({ type }) => type)).toEqual(["VP8X", "VP8L", "EXIF"]);
    expect(chunks[0]?.data[0]).toBe(FLAGS.exif);
  });
});

test("a position inside the thumbnail of an EXIF chunk goes too", async () => {
  const thumbnail = withSegments(await jpeg(), exifSegment(EXIF(1)));
  const outer = buildExif({ littleEndian: true, gps: phoneGps(true), thumbnail }).bytes;
  const result = await removed(await withMetadata(riffChunk("EXIF", outer)), "location");
  expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
  expect(holds(result.bytes, SECRET)).toBe(false);
});

test("an XMP packet loses its coordinates in place", async () => {
  const file = await withMetadata(riffChunk("XMP ", GPS_ATTRIBUTES));
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-xmp"], settled: true });
  expect(result.bytes.length).toBe(file.length);
  expect(holds(result.bytes, XMP_LATITUDE)).toBe(false);
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

test("an upright picture is left without metadata, flags and unknown chunks", async () => {
  const file = await withMetadata(riffChunk("EXIF", EXIF(1)), riffChunk("abcd", "whatever"));
  const result = await removed(Buffer.concat([file, Buffer.from("behind")]), "all");
  expect(result).toMatchObject({ removed: ["exif", "other", "trailer"], settled: true });
  const chunks = riffChunksOf(result.bytes);
  expect(chunks.map(({ type }) => type)).toEqual(["VP8X", "VP8L"]);
  expect(chunks[0]?.data[0]).toBe(0);
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

test("an animation and its colour profile stay byte for byte in either mode", async () => {
  const frames = canvas().extend({ bottom: 16 });
  const file = await sharp(await frames.raw().toBuffer(), {
    raw: { width: 24, height: 32, channels: 3, pageHeight: 16 },
  })
    .withIccProfile("p3")
    .withExif({ IFD3: { GPSLatitudeRef: "N", GPSLatitude: "31/1 14/1 0/1" } })
    .webp({ delay: [100, 200] })
    .toBuffer();
  const kept = riffChunksOf(file).filter(({ type }) => !["VP8X", "EXIF"].includes(type));
  expect(kept.map(({ type }) => type)).toEqual(["ICCP", "ANIM", "ANMF", "ANMF"]);
  for (const mode of ["location", "all"] as const) {
    const result = await removed(file, mode);
    expect(result).toMatchObject({ same: false, settled: true });
    const after = riffChunksOf(result.bytes);
    expect(after.filter(({ type }) => !["VP8X", "EXIF"].includes(type))).toEqual(kept);
    expect((after[0]?.data[0] ?? 0) & (FLAGS.icc | FLAGS.animation)).toBe(FLAGS.icc | FLAGS.animation);
    expect(await seen(result.bytes)).toEqual(await seen(file));
  }
});

test("a picture without metadata comes back as the very same blob", async () => {
  for (const file of [await webp(), await canvas().webp().toBuffer()]) {
    for (const mode of ["location", "all"] as const) {
      expect(await removed(file, mode)).toMatchObject({ same: true, removed: [] });
    }
  }
});

test("a content credential that spells out coordinates is blanked", async () => {
  const file = await withMetadata(riffChunk("C2PA", `{"exif:GPSLatitude":"${XMP_LATITUDE}"}`));
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["position-text"], settled: true });
  expect(holds(result.bytes, XMP_LATITUDE)).toBe(false);
});
