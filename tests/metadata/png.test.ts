import { deflateSync, inflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { chunksOf, pngChunk, withChunks } from "./containers.ts";
import { canvas, differences, holds, png, removed, seen } from "./pictures.ts";
import { buildExif, phoneGps, SECRET } from "./tiff-builder.ts";
import { GPS_ATTRIBUTES, XMP_LATITUDE } from "./xmp-builder.ts";

const EXIF = buildExif({ littleEndian: false, orientation: 6, gps: phoneGps(false) }).bytes;
const XMP_HEAD = "XML:com.adobe.xmp\0";

/** A raw profile as ImageMagick writes it: name, length, and hex in lines of 72 digits. */
function rawProfile(name: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString("hex")
      .match(/.{1,72}/g) ?? [];
  return `\n${name}\n${String(bytes.length).padStart(8)}\n${lines.join("\n")}\n`;
}

const profileBytes = (text: string) => Buffer.from(text.split("\n").slice(3).join(""), "hex");

test("an eXIf chunk loses its position in place, and its CRC is right", async () => {
  const file = withChunks(await png(), pngChunk("eXIf", EXIF));
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
  expect(result.bytes.length).toBe(file.length);
  expect(holds(result.bytes, SECRET)).toBe(false);
  expect(chunksOf(result.bytes).map(({ type }) => type)).toEqual(chunksOf(file).map(({ type }) => type));
  expect(await seen(result.bytes)).toEqual(await seen(file));
  const start = file.indexOf("eXIf");
  const end = start + 4 + EXIF.length + 4;
  expect(differences(file, result.bytes).filter((i) => i < start || i >= end)).toEqual([]);
});

describe("an XMP packet", () => {
  const plain = `${XMP_HEAD}\0\0\0\0`;
  const compressed = `${XMP_HEAD}\x01\0en\0title\0`;

  test("loses its coordinates in place", async () => {
    const file = withChunks(await png(), pngChunk("iTXt", plain + GPS_ATTRIBUTES));
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-xmp"], settled: true });
    expect(result.bytes.length).toBe(file.length);
    expect(holds(result.bytes, XMP_LATITUDE)).toBe(false);
    expect(await seen(result.bytes)).toEqual(await seen(file));
  });

  test("that is compressed loses its coordinates and stays in a zlib stream", async () => {
    const data = Buffer.concat([Buffer.from(compressed, "latin1"), deflateSync(Buffer.from(GPS_ATTRIBUTES, "latin1"))]);
    const result = await removed(withChunks(await png(), pngChunk("iTXt", data)), "location");
    expect(result).toMatchObject({ removed: ["gps-xmp"], settled: true });
    const after = chunksOf(result.bytes).find(({ type }) => type === "iTXt")?.data ?? Buffer.alloc(0);
    expect(after.subarray(0, compressed.length).toString("latin1")).toBe(compressed);
    const text = inflateSync(after.subarray(compressed.length)).toString("latin1");
    expect(text).not.toContain(XMP_LATITUDE);
    expect(text).toContain(">A title<");
  });

  test("is written back without compression, so that every browser makes the same file of it", async () => {
    const packet = GPS_ATTRIBUTES.replace("A title", "A title ".repeat(20_000));
    const results = [1, 9].map(async (level) => {
      const data = Buffer.concat([
        Buffer.from(compressed, "latin1"),
        deflateSync(Buffer.from(packet, "latin1"), { level }),
      ]);
      return (await removed(withChunks(await png(), pngChunk("iTXt", data)), "location")).bytes;
    });
    const [first, second] = await Promise.all(results);
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
    const after = chunksOf(first ?? Buffer.alloc(0)).find(({ type }) => type === "iTXt")?.data ?? Buffer.alloc(0);
    expect(inflateSync(after.subarray(compressed.length))).toHaveLength(packet.length);
  });

  test("whose compressed data is broken is noted and left", async () => {
    const data = Buffer.concat([Buffer.from(compressed, "latin1"), Buffer.from("not zlib at all")]);
    const file = withChunks(await png(), pngChunk("iTXt", data), pngChunk("eXIf", EXIF));
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-exif"], note: "malformed" });
    expect(holds(result.bytes, "not zlib at all")).toBe(true);
  });
});

describe.each([
  ["exif", Buffer.concat([Buffer.from("Exif\0\0"), EXIF]), "gps-exif"],
  ["APP1", Buffer.from(`http://ns.adobe.com/xap/1.0/\0${GPS_ATTRIBUTES}`, "latin1"), "gps-xmp"],
  ["xmp", Buffer.from(GPS_ATTRIBUTES, "latin1"), "gps-xmp"],
  ["iptc", Buffer.from("\x1c\x02\x5a\0\x08Shanghai", "latin1"), "place-iptc"],
])("a raw profile %s", (name, profile, item) => {
  const text = rawProfile(name, profile);
  const secret = (bytes: Buffer) => [SECRET, XMP_LATITUDE, "Shanghai"].some((s) => holds(bytes, s));

  test("loses its position, compressed or not", async () => {
    const head = `Raw profile type ${name}\0`;
    const file = withChunks(
      await png(),
      pngChunk("tEXt", head + text),
      pngChunk("zTXt", Buffer.concat([Buffer.from(`${head}\0`, "latin1"), deflateSync(Buffer.from(text))])),
    );
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: [item], settled: true });
    const [raw, zipped] = chunksOf(result.bytes).filter(({ type }) => /tEXt|zTXt/.test(type));
    const after = [
      raw?.data.toString("latin1", head.length) ?? "",
      inflateSync(zipped?.data.subarray(head.length + 1) ?? Buffer.alloc(0)).toString("latin1"),
    ];
    expect(secret(profile)).toBe(true);
    for (const written of after) {
      expect(written).toHaveLength(text.length);
      expect(profileBytes(written)).toHaveLength(profile.length);
      expect(secret(profileBytes(written))).toBe(false);
    }
    expect(await seen(result.bytes)).toEqual(await seen(file));
  });
});

test("a raw profile under a name of two words, as ExifTool writes it, loses the names of places", async () => {
  const iptc = Buffer.from("8BIM\x04\x04\0\0\0\0\0\x0d\x1c\x02\x5a\0\x08Shanghai\0", "latin1");
  const text = deflateSync(Buffer.from(rawProfile("IPTC profile", iptc)));
  const data = Buffer.concat([Buffer.from("Raw profile type iptc\0\0", "latin1"), text]);
  const result = await removed(withChunks(await png(), pngChunk("zTXt", data)), "location");
  expect(result).toMatchObject({ removed: ["place-iptc"], settled: true });
  expect(result.note).toBeUndefined();
});

test("an eXIf chunk that begins with JPEG's signature, as some writers have it, loses its position and keeps its turn", async () => {
  const file = withChunks(await png(), pngChunk("eXIf", Buffer.concat([Buffer.from("Exif\0\0"), EXIF])));
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
  expect(result.note).toBeUndefined();
  expect(holds(result.bytes, SECRET)).toBe(false);
  const bare = chunksOf((await removed(file, "all")).bytes).find(({ type }) => type === "eXIf");
  expect(bare?.data[19]).toBe(6);
});

test.each(["exif:GPSLatitude", "Xmp.exif.GPSLongitude", "photoshop:City", "Location"])(
  "a text called %s goes, others stay",
  async (keyword) => {
    const file = withChunks(await png(), pngChunk("tEXt", `${keyword}\0secret`), pngChunk("tEXt", "Author\0somebody"));
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["position-text"], settled: true });
    expect(result.bytes.equals(withChunks(await png(), pngChunk("tEXt", "Author\0somebody")))).toBe(true);
  },
);

test("metadata behind the picture's data is found", async () => {
  const plain = await png();
  const file = Buffer.concat([plain.subarray(0, -12), pngChunk("eXIf", EXIF), plain.subarray(-12)]);
  expect(await removed(file, "location")).toMatchObject({ removed: ["gps-exif"], settled: true });
});

test.each([
  ["nothing at all", []],
  ["EXIF without a position", [pngChunk("eXIf", buildExif({ littleEndian: true, orientation: 3 }).bytes)]],
  ["texts", [pngChunk("tEXt", "Title\0GPSLatitude"), pngChunk("tIME", "\x07\xea\x01\x02\x03\x04\x05")]],
  ["Apple's decoding hint", [pngChunk("iDOT", "\0".repeat(28))]],
])("a file with %s comes back as the very same blob", async (_, chunks) => {
  const result = await removed(withChunks(await png(), ...chunks), "location");
  expect(result).toMatchObject({ same: true, removed: [] });
  expect(result.note).toBeUndefined();
});

test("Apple's decoding hint, which counts bytes, goes when anything moves", async () => {
  const hint = pngChunk("iDOT", "\0".repeat(28));
  const inPlace = await removed(withChunks(await png(), hint, pngChunk("eXIf", EXIF)), "location");
  expect(holds(inPlace.bytes, "iDOT")).toBe(true);
  const moved = await removed(withChunks(await png(), hint, pngChunk("tEXt", "exif:GPSLatitude\0x")), "location");
  expect(holds(moved.bytes, "iDOT")).toBe(false);
});

describe("when all metadata goes", () => {
  const METADATA = [
    pngChunk("iTXt", `${XMP_HEAD}\0\0\0\0${GPS_ATTRIBUTES}`),
    pngChunk("tEXt", "Author\0somebody"),
    pngChunk("tIME", "\x07\xea\x01\x02\x03\x04\x05"),
    pngChunk("prVt", "a private chunk"),
  ];

  test.each([2, 3, 4, 5, 6, 7, 8])("orientation %d stays, and nothing else does", async (orientation) => {
    const exif = buildExif({ littleEndian: true, orientation, gps: phoneGps(true) }).bytes;
    const file = withChunks(await png(), pngChunk("eXIf", exif), ...METADATA);
    const result = await removed(file, "all");
    expect(new Set(result.removed)).toEqual(new Set(["exif", "text", "time", "other"]));
    expect(result.settled).toBe(true);
    expect((await sharp(result.bytes).metadata()).orientation).toBe(orientation);
    expect(await seen(result.bytes)).toEqual(await seen(file));
    const plain = chunksOf(await png()).map(({ type }) => type);
    expect(chunksOf(result.bytes).map(({ type }) => type)).toEqual([plain[0], "eXIf", ...plain.slice(1)]);
  });

  test("an upright picture is left with its own chunks only, and what is behind its end goes", async () => {
    const file = Buffer.concat([withChunks(await png(), ...METADATA), Buffer.from("trailing bytes")]);
    const result = await removed(file, "all");
    expect(result.removed).toContain("trailer");
    expect(result.bytes.equals(await png())).toBe(true);
  });

  test("colour, size, transparency and animation stay byte for byte", async () => {
    const animation = [
      pngChunk("acTL", "\0\0\0\x01\0\0\0\0"),
      pngChunk("fcTL", `\0\0\0\0\0\0\0\x18\0\0\0\x10${"\0".repeat(8)}\0\x01\0\x0a\0\0`),
    ];
    const needed = [
      pngChunk("gAMA", "\0\0\xb1\x8f"),
      pngChunk("cICP", "\x0c\x0d\0\x01"),
      pngChunk("pHYs", "\0\0\x0b\x13\0\0\x0b\x13\x01"),
      ...animation,
    ];
    const picture = withChunks(await canvas().withIccProfile("p3").png().toBuffer(), ...needed);
    const bare = (await removed(picture, "all")).bytes;
    for (const chunk of needed) expect(bare.includes(chunk)).toBe(true);
    expect(holds(bare, "iCCP")).toBe(true);
    const indexed = await canvas().ensureAlpha(0.5).png({ palette: true }).toBuffer();
    expect(await removed(indexed, "all")).toMatchObject({ same: true });
    expect(chunksOf(indexed).map(({ type }) => type)).toEqual(expect.arrayContaining(["PLTE", "tRNS"]));
  });
});
