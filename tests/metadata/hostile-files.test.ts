import { describe, expect, test } from "vitest";
import { removeMetadata } from "../../src/worker/metadata/remove-metadata.ts";
import { exifSegment, mpfSegment, pngChunk, segment, withChunks, withSegments } from "./containers.ts";
import { jpeg, png } from "./pictures.ts";
import { GPS_ATTRIBUTES } from "./xmp-builder.ts";

/*
 * Files made so that reading them takes forever, or all memory, if every number in them is believed. Each ends within a
 * moment, and its row says that it could not be read.
 */

/** Long enough for a busy machine; without a limit each of them takes minutes. In ms. */
const TIME_LIMIT = 15_000;

const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const box = (type: string, ...content: Buffer[]) => {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(8 + body.length), Buffer.from(type, "latin1"), body]);
};
const EXIF_NAME = (id: number) =>
  box("infe", Buffer.from("\x02\0\0\0", "latin1"), u16(id), u16(0), Buffer.from("Exif\0", "latin1"));
const heif = (names: Buffer[], places: Buffer[], ...rest: Buffer[]) =>
  Buffer.concat([
    box("ftyp", Buffer.from("heic\0\0\0\0heicmif1", "latin1")),
    box("meta", u32(0), box("iinf", u32(0), u16(names.length), ...names), box("iloc", ...places)),
    ...rest,
  ]);

/** A TIFF block of one directory of these entries, and bytes behind it. */
function tiff(entries: readonly { tag: number; type: number; count: number; at: number }[], behind: Buffer): Buffer {
  const table = entries.map(({ tag, type, count, at }) => Buffer.concat([u16(tag), u16(type), u32(count), u32(at)]));
  return Buffer.concat([Buffer.from("MM\0*\0\0\0\x08", "latin1"), u16(entries.length), ...table, u32(0), behind]);
}
const tableEnd = (entries: number) => 8 + 2 + 12 * entries + 4;

describe("a file that asks for more work than it has bytes", { timeout: TIME_LIMIT }, () => {
  const FILES: readonly [string, () => Buffer | Promise<Buffer>][] = [
    [
      "an AVIF file whose items have thousands of parts of no bytes",
      () => {
        const item = Buffer.concat([u16(1), u16(0), u16(0xffff)]);
        return heif([EXIF_NAME(1)], [u32(0), u16(0), u16(50_000), ...Array<Buffer>(50_000).fill(item)]);
      },
    ],
    [
      "a HEIC file whose items are all the same bytes",
      () => {
        const names = Array.from({ length: 2000 }, (_, i) => EXIF_NAME(i + 1));
        const size = 1_000_000;
        const places = (at: number) => [
          ...[u32(0), u16(0x4400), u16(names.length)],
          ...names.map((_, i) => Buffer.concat([u16(i + 1), u16(0), u16(1), u32(at), u32(size)])),
        ];
        const at = heif(names, places(0)).length + 8;
        return heif(names, places(at), box("mdat", Buffer.alloc(size, 0x20)));
      },
    ],
    [
      "a PNG file with thousands of XMP packets at one place",
      async () => {
        const count = 60_000;
        const packet = Buffer.from(GPS_ATTRIBUTES.replace("A title", "<rdf:li/>".repeat(20_000)), "latin1");
        const entry = { tag: 0x02bc, type: 1, count: packet.length, at: tableEnd(count) };
        return withChunks(await png(), pngChunk("eXIf", tiff(Array<typeof entry>(count).fill(entry), packet)));
      },
    ],
    [
      "a JPEG file with a hundred thousand XMP packets in parts",
      async () => {
        const parts = Array.from({ length: 100_000 }, (_, i) =>
          segment(0xe1, "http://ns.adobe.com/xmp/extension/\0", String(i).padStart(32, "0"), u32(0), u32(0)),
        );
        return withSegments(await jpeg(), ...parts);
      },
    ],
  ];

  test.each(FILES)("%s: the very same blob and a note", async (_, make) => {
    const blob = new Blob([new Uint8Array(await make())]);
    expect(await removeMetadata(blob, "location")).toEqual({ blob, removed: [], note: "malformed" });
  });

  test("a JPEG file with thirty thousand pointers to GPS directories of thousands of entries: they go", async () => {
    const count = 1000;
    const places = Array.from({ length: 32 }, (_, i) => u32(tableEnd(count) + 32 * 4 + 2 * i));
    const entry = { tag: 0x8825, type: 4, count: 32, at: tableEnd(count) };
    const block = tiff(Array<typeof entry>(count).fill(entry), Buffer.concat([...places, Buffer.alloc(52_000, 0x0f)]));
    const blob = new Blob([new Uint8Array(withSegments(await jpeg(), exifSegment(block)))]);
    expect((await removeMetadata(blob, "location")).removed).toEqual(["gps-exif"]);
  });

  test("a PNG file whose position is the whole block, over and over: it goes", async () => {
    const count = 60_000;
    const gpsAt = tableEnd(1);
    const values = gpsAt + 2 + 12 * count;
    const size = 4_000_000;
    const entry = Buffer.concat([u16(2), u16(7), u32(size), u32(values)]);
    const block = tiff(
      [{ tag: 0x8825, type: 4, count: 1, at: gpsAt }],
      Buffer.concat([u16(count), ...Array<Buffer>(count).fill(entry), Buffer.alloc(size, 1)]),
    );
    const blob = new Blob([new Uint8Array(withChunks(await png(), pngChunk("eXIf", block)))]);
    expect((await removeMetadata(blob, "location")).removed).toEqual(["gps-exif"]);
  });

  test("a list of thousands of pictures with one long header: is noted", async () => {
    const plain = await jpeg();
    const header = Buffer.concat(Array.from({ length: 64 }, () => segment(0xfe, Buffer.alloc(65_000))));
    // Each picture begins with a segment that leads to the header that all of them share.
    const count = 4000;
    const starts = Array.from({ length: count }, (_, i) =>
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe]), u16(2 + 6 * (count - 1 - i))]),
    );
    const images = (at: number) => [{ at: 0, size: at }, ...starts.map((_, i) => ({ at: at + 6 * i, size: 1000 }))];
    const at = plain.length + mpfSegment(2, images(0)).length;
    const file = Buffer.concat([withSegments(plain, mpfSegment(2, images(at))), ...starts, header, plain.subarray(2)]);
    const { note } = await removeMetadata(new Blob([new Uint8Array(file)]), "location");
    expect(note).toBe("malformed");
  });

  test.each([
    ["that end at once", Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
    ["whose headers have no end", Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 8, 0, 0, 0, 0])],
  ])("a trailer of a hundred thousand pictures %s: is noted", async (_, start) => {
    const file = Buffer.concat([await jpeg(), ...Array<Buffer>(100_000).fill(start), Buffer.from("end")]);
    const { removed, note } = await removeMetadata(new Blob([new Uint8Array(file)]), "location");
    expect({ removed, note }).toEqual({ removed: [], note: "malformed" });
  });
});
