import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { MAX_BLOCK_BYTES } from "../../src/worker/metadata/blob-reader.ts";
import { metadataItems } from "../../src/worker/metadata/heif-items.ts";
import { avif, canvas, holds, removed, seen } from "./pictures.ts";
import { buildExif, phoneGps, SECRET } from "./tiff-builder.ts";
import { GPS_ATTRIBUTES, XMP_LATITUDE } from "./xmp-builder.ts";

const box = (type: string, ...content: (string | Uint8Array)[]): Buffer => {
  const body = Buffer.concat(content.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
};
const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const u32 = (value: number) => Buffer.from([value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff]);

const EXIF_ITEM = Buffer.concat([
  u32(6),
  Buffer.from("Exif\0\0", "latin1"),
  buildExif({ littleEndian: false, orientation: 6, gps: phoneGps(false) }).bytes,
]);
const XMP_ITEM = Buffer.from(GPS_ATTRIBUTES, "latin1");
const FTYP = box("ftyp", "avif\0\0\0\0avifmif1");
const names = (encoding: string) =>
  box(
    "iinf",
    "\0\0\0\0",
    u16(3),
    box("infe", "\x02\0\0\0", u16(1), u16(0), "av01", "picture\0"),
    box("infe", "\x02\0\0\0", u16(2), u16(0), "Exif", "\0"),
    box("infe", "\x02\0\0\0", u16(3), u16(0), "mime", "\0", "application/rdf+xml\0", encoding),
  );

/** A file whose EXIF is cut into two extents, and whose XMP is kept in the `meta` box itself or in the file. */
function heif({ method = 1, xmp = XMP_ITEM, encoding = "" } = {}): Buffer {
  const half = Math.floor(EXIF_ITEM.length / 2);
  const places = (fileAt: number) =>
    box(
      "iloc",
      "\x01\0\0\0",
      Buffer.from([0x44, 0x00]),
      u16(2),
      ...[u16(2), u16(0), u16(0), u16(2), u32(fileAt), u32(half), u32(fileAt + half + 5), u32(EXIF_ITEM.length - half)],
      ...[u16(3), u16(method), u16(0), u16(1), u32(0), u32(xmp.length)],
    );
  const meta = (fileAt: number) => box("meta", "\0\0\0\0", names(encoding), places(fileAt), box("idat", xmp));
  const fileAt = FTYP.length + meta(0).length + 8;
  return Buffer.concat([
    FTYP,
    meta(fileAt),
    box("mdat", EXIF_ITEM.subarray(0, half), "12345", EXIF_ITEM.subarray(half), "coded picture"),
  ]);
}

test("an AVIF file loses its position in place, and is shown as before", async () => {
  const file = await canvas()
    .withIccProfile("p3")
    .withExif({ IFD0: { Make: "Example" }, IFD3: { GPSLatitudeRef: "N", GPSMapDatum: SECRET } })
    .avif({ effort: 0 })
    .toBuffer();
  expect(holds(file, SECRET)).toBe(true);
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
  expect(result.bytes.length).toBe(file.length);
  expect(holds(result.bytes, SECRET)).toBe(false);
  expect(holds(result.bytes, "Example")).toBe(true);
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

test("an AVIF file loses all of its metadata in place", async () => {
  const file = await canvas()
    .withIccProfile("p3")
    .withExif({ IFD0: { Make: "Example" } })
    .avif({ effort: 0 })
    .toBuffer();
  const result = await removed(file, "all");
  expect(result).toMatchObject({ removed: ["exif"], settled: true });
  expect(result.bytes.length).toBe(file.length);
  expect(holds(result.bytes, "Example")).toBe(false);
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

test("an AVIF file without metadata comes back as the very same blob", async () => {
  for (const mode of ["location", "all"] as const) {
    expect(await removed(await avif(), mode)).toMatchObject({ same: true, removed: [] });
  }
});

describe("items in several parts and in the box of names", () => {
  test("lose their positions in place", async () => {
    const file = heif();
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-exif", "gps-xmp"], settled: true });
    expect(result.bytes.length).toBe(file.length);
    expect(holds(result.bytes, SECRET)).toBe(false);
    expect(holds(result.bytes, XMP_LATITUDE)).toBe(false);
    expect(holds(result.bytes, "12345")).toBe(true);
    expect(holds(result.bytes, ">A title<")).toBe(true);
  });

  test("lose everything but their frame when all metadata goes", async () => {
    const result = await removed(heif(), "all");
    expect(result).toMatchObject({ removed: ["exif", "xmp"], settled: true });
    for (const text of [SECRET, XMP_LATITUDE, "A title", "Example Camera"])
      expect(holds(result.bytes, text)).toBe(false);
  });

  test("that are kept in a way that is not read are noted, and the others lose their position", async () => {
    const result = await removed(heif({ method: 2 }), "location");
    expect(result).toMatchObject({ removed: ["gps-exif"], note: "unsupported" });
    expect(holds(result.bytes, XMP_LATITUDE)).toBe(true);
  });
});

test("a file whose boxes do not fit comes back as it was, with a note", async () => {
  const file = heif();
  file.writeUInt32BE(file.length, FTYP.length);
  expect(await removed(file, "location")).toMatchObject({ same: true, removed: [], note: "malformed" });
});

test("an item that claims the coded picture's bytes is noted, and the file stays as it was", async () => {
  const file = await canvas()
    .withExif({ IFD0: { Make: "Example" } })
    .avif({ effort: 0 })
    .toBuffer();
  // The list of places (version 0) gives each item an id, a reference, a base offset and one extent; the picture comes
  // first, the EXIF block second. Now both begin where the picture does.
  const first = file.indexOf("iloc") + 4 + 4 + 2 + 2;
  const second = first + 2 + 2 + 4 + 2 + 4 + 4;
  file.copy(file, second + 4, first + 4, first + 8);
  expect(await removed(file, "all")).toMatchObject({ same: true, removed: [], note: "malformed" });
});

const LOCATION = "+31.2304+121.4737/";

test("a video in a box of its own loses its position", async () => {
  const text = box("\xa9xyz", u16(LOCATION.length), u16(0x15c7), LOCATION);
  const item = box("ilst", box("\0\0\0\x01", box("data", u32(1), u32(0), LOCATION)));
  const video = (udta: Buffer, ilst: Buffer) =>
    box(
      "mpvd",
      box("ftyp", "mp42\0\0\0\0"),
      box("moov", box("udta", udta), box("meta", ilst)),
      box("mdat", "pictures"),
    );
  const plain = await avif();
  const result = await removed(Buffer.concat([plain, video(text, item)]), "location");
  expect(result).toMatchObject({ removed: ["gps-video"], settled: true });
  const without = video(
    box("free", "\0".repeat(text.length - 8)),
    box("ilst", box("\0\0\0\x01", box("free", "\0".repeat(8 + LOCATION.length)))),
  );
  expect(result.bytes.equals(Buffer.concat([plain, without]))).toBe(true);
});

const XMP_ID = Buffer.from("be7acfcb97a942e89c71999491e3afac", "hex");
const CREDENTIALS_ID = Buffer.from("d8fec3d61b0e483c92975828877ec481", "hex");
const credentials = (assertion: string) => box("uuid", CREDENTIALS_ID, "\0\0\0\0manifest\0", u32(0), u32(0), assertion);
const emptied = (boxes: Buffer[]) => Buffer.concat(boxes.map(({ length }) => box("free", Buffer.alloc(length - 8))));

describe("a box with an identifier of its own", () => {
  test("that is an XMP packet loses the position in place and keeps its title", async () => {
    const plain = await avif();
    const file = Buffer.concat([plain, box("uuid", XMP_ID, XMP_ITEM), box("free", "behind")]);
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-xmp"], settled: true });
    expect(result.note).toBeUndefined();
    expect(result.bytes.length).toBe(file.length);
    expect(holds(result.bytes, XMP_LATITUDE)).toBe(false);
    expect(holds(result.bytes, ">A title<")).toBe(true);
    expect(await seen(result.bytes)).toEqual(await seen(plain));
  });

  test("that is a broken XMP packet with coordinates is noted and stays", async () => {
    const broken = box("uuid", XMP_ID, `<x:xmpmeta exif:GPSLatitude="${XMP_LATITUDE}`);
    const result = await removed(Buffer.concat([await avif(), broken]), "location");
    expect(result).toMatchObject({ removed: [], note: "malformed" });
    expect(holds(result.bytes, XMP_LATITUDE)).toBe(true);
  });

  test.each([
    `{"exif:GPSLatitude":"${XMP_LATITUDE}"}`,
    `{"Iptc4xmpExt:LocationCreated":{"Iptc4xmpExt:City":"Shanghai"}}`,
    `{"photoshop:City":"Shanghai"}`,
  ])("that holds content credentials with %s is emptied", async (told) => {
    const plain = await avif();
    const result = await removed(Buffer.concat([plain, credentials(told)]), "location");
    expect(result).toMatchObject({ removed: ["position-text"], settled: true });
    expect(result.bytes.equals(Buffer.concat([plain, emptied([credentials(told)])]))).toBe(true);
  });

  test("that holds content credentials without a place stays", async () => {
    const file = Buffer.concat([await avif(), credentials('{"dc:title":"kept"}')]);
    expect(await removed(file, "location")).toMatchObject({ same: true, removed: [] });
  });

  test("is emptied when all metadata goes, and no byte moves", async () => {
    const plain = await avif();
    const own = [box("uuid", XMP_ID, XMP_ITEM), credentials("{}"), box("uuid", Buffer.alloc(16, 7), "a maker's own")];
    const result = await removed(Buffer.concat([plain, ...own]), "all");
    expect(new Set(result.removed)).toEqual(new Set(["xmp", "other"]));
    expect(result.settled).toBe(true);
    expect(result.bytes.equals(Buffer.concat([plain, emptied(own)]))).toBe(true);
  });

  test.each(["location", "all"] as const)("of more bytes than are looked into is noted, mode %s", async (mode) => {
    const large = box("uuid", XMP_ID, Buffer.alloc(MAX_BLOCK_BYTES, 0x20));
    const { removed: items, note } = await removed(Buffer.concat([await avif(), large]), mode);
    expect({ items, note }).toEqual({ items: [], note: "malformed" });
  });
});

test.each(["uuid", "XMP_"])("a video's XMP packet in a box %s loses its position", async (type) => {
  const packet = type === "uuid" ? box(type, XMP_ID, XMP_ITEM) : box(type, XMP_ITEM);
  const video = box("mpvd", box("ftyp", "mp42\0\0\0\0"), box("moov", box("udta", packet)), box("mdat", "pictures"));
  const file = Buffer.concat([await avif(), video]);
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-xmp"], settled: true });
  expect(result.bytes.length).toBe(file.length);
  expect(holds(result.bytes, XMP_LATITUDE)).toBe(false);
  expect(holds(result.bytes, ">A title<")).toBe(true);
});

test.each(["location", "all"] as const)("a compressed XMP item is noted, mode %s", async (mode) => {
  const packet = deflateSync(XMP_ITEM);
  const file = heif({ xmp: packet, encoding: "deflate\0" });
  const result = await removed(file, mode);
  expect(result.note).toBe("unsupported");
  expect(result.bytes.includes(packet)).toBe(true);
});

test("a box of names without items names none", () => {
  expect(metadataItems(new Uint8Array(4), 0, [])).toEqual([]);
});

test("a TIFF file, which is not looked into, comes back with a note", async () => {
  const tiff = await canvas().tiff().toBuffer();
  expect(await removed(tiff, "location")).toMatchObject({ same: true, removed: [], note: "unsupported" });
});
