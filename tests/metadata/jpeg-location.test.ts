import { createHash } from "node:crypto";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { jpegWithExif } from "../helpers/images.ts";
import { exifSegment, segment, segmentsOf, withSegments, xmpSegment } from "./containers.ts";
import { canvas, differences, holds, jpeg, removed, seen } from "./pictures.ts";
import { buildExif, phoneGps, readDirectory, SECRET, VERSION_ONLY } from "./tiff-builder.ts";
import { GPS_ATTRIBUTES, XMP_LATITUDE, XMP_LONGITUDE, xmp } from "./xmp-builder.ts";

describe.each([true, false])("an EXIF block, little-endian: %s", (littleEndian) => {
  const content = { littleEndian, orientation: 6, gps: phoneGps(littleEndian) };

  test("loses its position and keeps its length, orientation, maker's note and pixels", async () => {
    const { bytes: block, at } = buildExif(content);
    const file = withSegments(await jpeg(), exifSegment(block));
    const result = await removed(file, "location");

    expect(result).toMatchObject({ removed: ["gps-exif"], same: false, settled: true });
    expect(result.note).toBeUndefined();
    expect(holds(file, SECRET)).toBe(true);
    expect(holds(result.bytes, SECRET)).toBe(false);
    expect(holds(result.bytes, "an opaque maker's note")).toBe(true);
    expect(await seen(result.bytes)).toEqual(await seen(file));
    expect((await sharp(result.bytes).metadata()).orientation).toBe(6);
    const after = result.bytes.subarray(12);
    expect(readDirectory(after, at.ifd0 ?? 0).tags).toEqual([0x010f, 0x0112, 0x8769, 0xa301]);
  });

  test("changes nowhere but in IFD0's table and in the GPS directory with its values", async () => {
    const { bytes: block, at } = buildExif(content);
    const file = withSegments(await jpeg(), exifSegment(block));
    const { bytes } = await removed(file, "location");
    expect(bytes.length).toBe(file.length);
    const start = 2 + 4 + 6;
    const table = { from: start + (at.ifd0 ?? 0), to: start + (at.ifd0 ?? 0) + 2 + 5 * 12 + 4 };
    const gps = { from: start + (at.gps ?? 0), to: start + block.length };
    const outside = differences(file, bytes).filter((i) => ![table, gps].some(({ from, to }) => i >= from && i < to));
    expect(outside).toEqual([]);
    expect(bytes.subarray(gps.from, gps.to).every((byte) => byte === 0)).toBe(true);
  });

  test("keeps the directory behind IFD0 and its thumbnail", async () => {
    const thumbnail = await canvas().resize(8).jpeg().toBuffer();
    const { bytes: block, at } = buildExif({ ...content, thumbnail });
    const { bytes } = await removed(withSegments(await jpeg(), exifSegment(block)), "location");
    const after = bytes.subarray(12, 12 + block.length);
    expect(readDirectory(after, at.ifd0 ?? 0).next).toBe(at.ifd1);
    expect(Buffer.from(after.subarray(at.thumbnail)).equals(thumbnail)).toBe(true);
  });

  test("loses the position inside its thumbnail as well", async () => {
    const inner = exifSegment(buildExif({ littleEndian, gps: phoneGps(littleEndian) }).bytes);
    const thumbnail = withSegments(await canvas().resize(8).jpeg().toBuffer(), inner);
    const { bytes: block } = buildExif({ littleEndian, thumbnail });
    const result = await removed(withSegments(await jpeg(), exifSegment(block)), "location");
    expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
    expect(holds(result.bytes, SECRET)).toBe(false);
  });

  test("loses the position in its thumbnail's XMP", async () => {
    const thumbnail = withSegments(await canvas().resize(8).jpeg().toBuffer(), xmpSegment(GPS_ATTRIBUTES));
    const { bytes: block } = buildExif({ littleEndian, thumbnail });
    const result = await removed(withSegments(await jpeg(), exifSegment(block)), "location");
    expect(result).toMatchObject({ removed: ["gps-xmp"], settled: true });
    expect(holds(result.bytes, XMP_LATITUDE)).toBe(false);
  });

  test("that goes on in a second segment is read as one", async () => {
    const makerNote = new Uint8Array(70_000).fill(0x6e);
    const { bytes: block } = buildExif({ ...content, makerNote });
    const [first, second] = [block.subarray(0, 65_000), block.subarray(65_000)];
    expect(holds(second, SECRET)).toBe(true);
    const file = withSegments(await jpeg(), exifSegment(first), exifSegment(second));
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
    expect(holds(result.bytes, SECRET)).toBe(false);
    expect(await seen(result.bytes)).toEqual(await seen(file));
  });
});

test("every one of several EXIF segments loses its position", async () => {
  const blocks = [true, false].map((littleEndian) => buildExif({ littleEndian, gps: phoneGps(littleEndian) }).bytes);
  const result = await removed(withSegments(await jpeg(), ...blocks.map(exifSegment)), "location");
  expect(result.settled).toBe(true);
  expect(holds(result.bytes, SECRET)).toBe(false);
});

test("a photograph written by an image library loses its position and nothing else", async () => {
  const { bytes: file } = await jpegWithExif();
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
  expect(await seen(result.bytes)).toEqual(await seen(file));
  expect(holds(result.bytes, "Test Camera")).toBe(true);
  const { exif } = await sharp(result.bytes).metadata();
  expect(readDirectory((exif ?? Buffer.alloc(0)).subarray(6), 8).tags).not.toContain(0x8825);
});

test("a colour profile stays as it is, byte for byte", async () => {
  const file = await canvas()
    .withIccProfile("p3")
    .withExifMerge({ IFD3: { GPSLatitudeRef: "N", GPSLatitude: "31/1 14/1 0/1" } })
    .jpeg()
    .toBuffer();
  for (const mode of ["location", "all"] as const) {
    const result = await removed(file, mode);
    expect(result.same).toBe(false);
    const { icc } = await sharp(result.bytes).metadata();
    expect(icc?.equals((await sharp(file).metadata()).icc ?? Buffer.alloc(0))).toBe(true);
  }
});

test.each([
  ["nothing at all", async () => jpeg()],
  [
    "EXIF without a GPS directory",
    async () => withSegments(await jpeg(), exifSegment(buildExif({ littleEndian: true }).bytes)),
  ],
  [
    "a GPS directory with nothing but its version",
    async () => withSegments(await jpeg(), exifSegment(buildExif({ littleEndian: true, gps: VERSION_ONLY }).bytes)),
  ],
  [
    "XMP with nothing but the version",
    async () => withSegments(await jpeg(), xmpSegment(xmp('exif:GPSVersionID="2.3.0.0"'))),
  ],
  ["XMP without a position", async () => withSegments(await jpeg(), xmpSegment(xmp('dc:format="image/jpeg"')))],
  ["XMP with an empty city", async () => withSegments(await jpeg(), xmpSegment(xmp('photoshop:City=""')))],
  ["a comment that is about GPS", async () => withSegments(await jpeg(), segment(0xfe, "my GPS was off"))],
])("a file with %s comes back as the very same blob", async (_, make) => {
  const result = await removed(await make(), "location");
  expect(result).toMatchObject({ same: true, removed: [] });
  expect(result.note).toBeUndefined();
});

test("an XMP packet loses its coordinates and keeps its length and its title", async () => {
  const file = withSegments(await jpeg(), xmpSegment(GPS_ATTRIBUTES));
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-xmp"], settled: true });
  expect(result.bytes.length).toBe(file.length);
  expect(holds(result.bytes, XMP_LATITUDE)).toBe(false);
  expect(holds(result.bytes, XMP_LONGITUDE)).toBe(false);
  expect(holds(result.bytes, ">A title<")).toBe(true);
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

describe("an extended XMP packet", () => {
  const md5 = (packet: string) => createHash("md5").update(packet, "latin1").digest("hex").toUpperCase();
  const parts = (packet: string, guid: string, cut: number) => {
    const numbers = (offset: number) => {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32BE(packet.length, 0);
      bytes.writeUInt32BE(offset, 4);
      return bytes;
    };
    const part = (from: number, to: number) =>
      segment(0xe1, "http://ns.adobe.com/xmp/extension/\0", guid, numbers(from), packet.slice(from, to));
    return [part(0, cut), part(cut, packet.length)];
  };

  test("loses coordinates that a segment's border runs through, and is named after its new content", async () => {
    const packet = xmp(`exif:GPSLatitude="${XMP_LATITUDE}"`, `<dc:source>${"x".repeat(30_000)}</dc:source>`);
    const guid = md5(packet);
    const main = xmpSegment(xmp(`xmpNote:HasExtendedXMP="${guid}"`));
    const cut = packet.indexOf(XMP_LATITUDE) + 4;
    const file = withSegments(await jpeg(), main, ...parts(packet, guid, cut));
    const result = await removed(file, "location");

    expect(result).toMatchObject({ removed: ["gps-xmp"], settled: true });
    expect(result.note).toBeUndefined();
    const segments = segmentsOf(result.bytes).filter(({ payload }) => holds(payload, "xmp/extension/"));
    const head = "http://ns.adobe.com/xmp/extension/\0".length;
    const joined = segments.map(({ payload }) => payload.toString("latin1", head + 40)).join("");
    expect(joined).toHaveLength(packet.length);
    expect(joined).not.toContain("31,1");
    for (const { payload } of segments) expect(payload.toString("latin1", head, head + 32)).toBe(md5(joined));
    expect(holds(result.bytes, `xmpNote:HasExtendedXMP="${md5(joined)}"`)).toBe(true);
    expect(holds(result.bytes, guid)).toBe(false);
  });

  test("is read in the order of its offsets, not of its segments", async () => {
    const packet = xmp(`exif:GPSLatitude="${XMP_LATITUDE}"`);
    const [first, second] = parts(packet, md5(packet), packet.indexOf(XMP_LATITUDE) + 4);
    const file = withSegments(await jpeg(), ...[second, first].filter((part) => part !== undefined));
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-xmp"], settled: true });
  });
});

describe("a Photoshop block", () => {
  const dataSet = (record: number, set: number, value: string) => {
    const head = Buffer.from([0x1c, record, set, 0, 0]);
    head.writeUInt16BE(value.length, 3);
    return Buffer.concat([head, Buffer.from(value, "latin1")]);
  };
  const resource = (id: number, data: Uint8Array) => {
    const head = Buffer.from("8BIM\0\0\0\0\0\0\0\0", "latin1");
    head.writeUInt16BE(id, 4);
    head.writeUInt32BE(data.length, 8);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  };
  const iptc = Buffer.concat([
    dataSet(2, 0, "\0\x04"),
    dataSet(2, 90, "Shanghai"),
    dataSet(2, 92, "12 Some Street"),
    dataSet(2, 105, "A headline"),
  ]);
  const digest = (bytes: Uint8Array) => createHash("md5").update(bytes).digest();
  const block = Buffer.concat([
    resource(0x0404, iptc),
    resource(0x0425, digest(iptc)),
    resource(0x0422, buildExif({ littleEndian: false, gps: phoneGps(false) }).bytes),
    resource(0x0424, Buffer.from(GPS_ATTRIBUTES, "latin1")),
  ]);
  const SIGNATURE = "Photoshop 3.0\0";

  test("loses names of places and every position in it; its digest follows", async () => {
    const file = withSegments(await jpeg(), segment(0xed, SIGNATURE, block));
    const result = await removed(file, "location");
    expect(new Set(result.removed)).toEqual(new Set(["place-iptc", "gps-exif", "gps-xmp"]));
    expect(result).toMatchObject({ settled: true, same: false });
    expect(result.bytes.length).toBe(file.length);
    for (const text of ["Shanghai", "12 Some Street", SECRET, XMP_LATITUDE])
      expect(holds(result.bytes, text)).toBe(false);
    expect(holds(result.bytes, "A headline")).toBe(true);
    const after = segmentsOf(result.bytes)
      .find(({ marker }) => marker === 0xed)
      ?.payload.subarray(SIGNATURE.length);
    const newIptc = after?.subarray(12, 12 + iptc.length) ?? Buffer.alloc(0);
    expect(after?.includes(digest(newIptc))).toBe(true);
  });

  test("that is cut into two segments is read as one", async () => {
    const cut = block.indexOf("Street");
    const file = withSegments(
      await jpeg(),
      segment(0xed, SIGNATURE, block.subarray(0, cut)),
      segment(0xed, SIGNATURE, block.subarray(cut)),
    );
    const result = await removed(file, "location");
    expect(holds(result.bytes, "12 Some")).toBe(false);
    expect(holds(result.bytes, "Street")).toBe(false);
    expect(result.settled).toBe(true);
  });
});

test("a content credential that spells out coordinates is blanked, over the border of its segments too", async () => {
  const box = `JP\0\x01\0\0\0\x01jumb stds.exif {"exif:GPSLatitude":"${XMP_LATITUDE}"}`;
  const cut = box.indexOf("Latitude") + 3;
  const file = withSegments(await jpeg(), segment(0xeb, box.slice(0, cut)), segment(0xeb, box.slice(cut)));
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["position-text"], settled: true });
  expect(result.bytes.length).toBe(file.length);
  expect(holds(result.bytes, XMP_LATITUDE)).toBe(false);
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

test("a comment that spells a position out is blanked", async () => {
  const file = withSegments(await jpeg(), segment(0xfe, "GPSLatitude=31.2304"));
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["position-text"], settled: true });
  expect(holds(result.bytes, "31.2304")).toBe(false);
});

test.each([1, 2, 3])("%i fill bytes before a marker hide no position", async (count) => {
  const exif = exifSegment(buildExif({ littleEndian: true, gps: phoneGps(true) }).bytes);
  const file = withSegments(await jpeg(), Buffer.alloc(count, 0xff), exif);
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
  expect(holds(result.bytes, SECRET)).toBe(false);
});

test("one broken block is noted and left, and the others lose their position all the same", async () => {
  const broken = buildExif({ littleEndian: true, gps: phoneGps(true) });
  new DataView(broken.bytes.buffer).setUint32(4, 0xffff, true);
  const file = withSegments(await jpeg(), exifSegment(broken.bytes), xmpSegment(GPS_ATTRIBUTES));
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-xmp"], note: "malformed" });
  expect(holds(result.bytes, XMP_LATITUDE)).toBe(false);
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

test("the result keeps the blob's declared type", async () => {
  const { removeMetadata } = await import("../../src/worker/metadata/remove-metadata.ts");
  const { bytes, type } = await jpegWithExif();
  const { blob } = await removeMetadata(new Blob([new Uint8Array(bytes)], { type }), "location");
  expect(blob.type).toBe("image/jpeg");
});
