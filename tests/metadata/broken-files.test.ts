import { deflateSync } from "node:zlib";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { removeMetadata } from "../../src/worker/metadata/remove-metadata.ts";
import {
  exifSegment,
  mpfSegment,
  pngChunk,
  riff,
  riffChunk,
  riffChunksOf,
  segment,
  withChunks,
  withSegments,
  xmpSegment,
} from "./containers.ts";
import { avif, canvas, jpeg, png, webp } from "./pictures.ts";
import { buildExif, phoneGps } from "./tiff-builder.ts";
import { GPS_ATTRIBUTES } from "./xmp-builder.ts";

/*
 * The promise for files that are not as they should be: no error but those of reading, an end, and a result that a
 * decoder takes or refuses exactly as it does the original.
 */

const EXIF = buildExif({ littleEndian: true, orientation: 6, gps: phoneGps(true) }).bytes;

const FILES: readonly [string, () => Promise<Buffer>][] = [
  [
    "JPEG",
    async () => {
      const first = withSegments(
        await canvas().resize(8, 8).jpeg().toBuffer(),
        exifSegment(EXIF),
        xmpSegment(GPS_ATTRIBUTES),
        segment(0xed, "Photoshop 3.0\0", "8BIM\x04\x04\0\0\0\0\0\x0d\x1c\x02\x5a\0\x08Shanghai\0"),
      );
      const second = withSegments(await canvas().resize(8, 8).jpeg().toBuffer(), exifSegment(EXIF));
      const images = (at: number) => [
        { at: 0, size: at },
        { at, size: second.length },
      ];
      const at = first.length + mpfSegment(2, images(0)).length;
      return Buffer.concat([withSegments(first, mpfSegment(2, images(at))), second]);
    },
  ],
  [
    "PNG",
    async () =>
      withChunks(
        await canvas().resize(8, 8).png().toBuffer(),
        pngChunk("eXIf", EXIF),
        pngChunk("iTXt", `XML:com.adobe.xmp\0\0\0\0\0${GPS_ATTRIBUTES}`),
        pngChunk(
          "iTXt",
          Buffer.concat([
            Buffer.from("XML:com.adobe.xmp\0\x01\0\0\0", "latin1"),
            deflateSync(Buffer.from(GPS_ATTRIBUTES)),
          ]),
        ),
        pngChunk("tEXt", `Raw profile type exif\0\nexif\n  ${EXIF.length}\n${Buffer.from(EXIF).toString("hex")}\n`),
      ),
  ],
  [
    "WebP",
    async () => {
      const [picture] = riffChunksOf(await webp());
      return riff(
        riffChunk("VP8X", Buffer.from([0x0c, 0, 0, 0, 23, 0, 0, 15, 0, 0])),
        riffChunk("VP8L", picture?.data ?? ""),
        riffChunk("EXIF", EXIF),
        riffChunk("XMP ", GPS_ATTRIBUTES),
      );
    },
  ],
  [
    "AVIF",
    () =>
      canvas()
        .withExif({ IFD3: { GPSLatitudeRef: "N", GPSLatitude: "31/1 14/1 0/1" } })
        .avif({ effort: 0 })
        .toBuffer(),
  ],
];

const MODES = ["location", "all"] as const;

const REFUSED = "refused";

/** A changed header may claim a picture that takes minutes to unpack; the real ones have some hundreds. */
const MAX_PIXELS = 1_000_000;

/** The pixels as coded, without the turn that metadata may tell; or that there are none. */
async function pixels(bytes: Uint8Array): Promise<string> {
  try {
    return (await sharp(bytes, { failOn: "none", limitInputPixels: MAX_PIXELS }).raw().toBuffer()).toString("base64");
  } catch {
    return REFUSED;
  }
}

const run = async (bytes: Uint8Array, mode: (typeof MODES)[number]) => {
  const blob = new Blob([Buffer.from(bytes)]);
  const { blob: result } = await removeMetadata(blob, mode);
  return { same: result === blob, bytes: Buffer.from(await result.arrayBuffer()) };
};

/** Enough to meet every kind of structure in each of the small files; thousands were run while the code was written. */
const CHANGED_RUNS = 250;
const SHIFTED_RUNS = 120;
/** Hundreds of files each, on a busy machine; in ms. */
const TIME_LIMIT = 90_000;

describe.each(FILES)("a %s file", { timeout: TIME_LIMIT }, (kind, make) => {
  test.each(MODES)("cut off at any byte is decoded as before, mode %s", async (mode) => {
    const file = await make();
    for (let length = 0; length < file.length; length += 1) {
      const cut = file.subarray(0, length);
      const result = await run(cut, mode);
      // Decoding each of them takes long: those in and around the metadata and every 16th of the rest.
      if (!result.same && length % 16 === 0)
        expect(await pixels(result.bytes), `cut at ${length}`).toBe(await pixels(cut));
    }
  });

  test.each(MODES)("with any bytes changed is decoded as before, mode %s", async (mode) => {
    const file = await make();
    const change = fc.record({
      at: fc.nat(file.length - 1),
      bytes: fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 4 }), fc.constantFrom(ZEROS, ONES, SMALL)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const broken = Buffer.from(file);
        for (const { at, bytes } of changes) broken.set(bytes.subarray(0, broken.length - at), at);
        const result = await run(broken, mode);
        const again = await run(result.bytes, mode);
        const before = await pixels(broken);
        if (before !== REFUSED) expect(await pixels(result.bytes)).toBe(before);
        expect(again.bytes.length).toBeLessThanOrEqual(result.bytes.length);
        if (mode === "location" && kind !== "PNG") expect(result.bytes.length).toBe(broken.length);
      }),
      { numRuns: CHANGED_RUNS },
    );
  });

  test("with bytes taken out or put in ends without an error", async () => {
    const file = await make();
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length), fc.nat(40), fc.uint8Array({ maxLength: 40 }), async (at, gone, added) => {
        const broken = Buffer.concat([file.subarray(0, at), added, file.subarray(at + gone)]);
        for (const mode of MODES) await run(broken, mode);
      }),
      { numRuns: SHIFTED_RUNS },
    );
  });
});

const ZEROS = new Uint8Array(4);
const ONES = new Uint8Array(4).fill(0xff);
const SMALL = Uint8Array.of(0, 0, 0, 8);

test.each([
  [
    "a JPEG segment shorter than its own length",
    async () => withSegments(await jpeg(), Buffer.from([0xff, 0xe1, 0, 1])),
  ],
  [
    "a JPEG segment that is longer than the file",
    async () => withSegments(Buffer.from("\xff\xd8", "latin1"), Buffer.from([0xff, 0xe1, 0xff, 0xff])),
  ],
  ["bytes between JPEG segments", async () => withSegments(await jpeg(), segment(0xfe, "x"), Buffer.from("junk"))],
  ["a JPEG header that never ends", async () => withSegments(Buffer.from("\xff\xd8", "latin1"), segment(0xfe, "x"))],
  [
    "a PNG chunk longer than the file",
    async () => withChunks(await png(), Buffer.from("\x7f\xff\xff\xffeXIf", "latin1")),
  ],
  ["a PNG file without its end", async () => (await png()).subarray(0, -12)],
  ["a WebP file that is cut off", async () => (await webp()).subarray(0, -3)],
  ["an AVIF file that is cut off", async () => (await avif()).subarray(0, -3)],
])("%s: the very same blob and a note", async (_, make) => {
  const blob = new Blob([new Uint8Array(await make())]);
  for (const mode of MODES) {
    expect(await removeMetadata(blob, mode)).toEqual({ blob, removed: [], note: "malformed" });
  }
});

test.each(MODES)(
  "a JPEG whose coded picture is damaged has a whole container: its metadata goes, mode %s, and the damage stays",
  async (mode) => {
    const file = withSegments(await canvas().resize(64, 64).jpeg().toBuffer(), exifSegment(EXIF));
    const scanAt = file.indexOf(Buffer.from([0xff, 0xda])) + 14;
    const damaged = Buffer.concat([file.subarray(0, scanAt), Buffer.alloc(40, 0x5a), file.subarray(scanAt + 60)]);
    const { blob, removed, note } = await removeMetadata(new Blob([damaged]), mode);
    expect({ removed, note }).toEqual({ removed: [mode === "all" ? "exif" : "gps-exif"], note: undefined });
    const result = Buffer.from(await blob.arrayBuffer());
    const coded = damaged.subarray(scanAt - 14);
    expect(result.subarray(result.length - coded.length).equals(coded)).toBe(true);
    expect(await pixels(result)).toBe(await pixels(damaged));
  },
);

test.each([0, 1, 2, 3, 11])("a file of %d bytes comes back as it was", async (length) => {
  const blob = new Blob([new Uint8Array(length).fill(0xff)]);
  for (const mode of MODES) expect(await removeMetadata(blob, mode)).toEqual({ blob, removed: [] });
});

test("a list of pictures that makes structures overlap is noted, and the file stays as it was", async () => {
  // The second picture claims to begin inside the header of the third.
  const outer = withSegments(
    await jpeg(),
    exifSegment(Buffer.concat([EXIF, withSegments(await jpeg(), exifSegment(EXIF))])),
  );
  const plain = await jpeg();
  const inner = outer.indexOf(Buffer.from([0xff, 0xd8]), 2);
  const images = (at: number) => [
    { at: 0, size: at },
    { at, size: outer.length },
    { at: at + inner, size: outer.length - inner },
  ];
  const at = plain.length + mpfSegment(2, images(0)).length;
  const blob = new Blob([new Uint8Array(Buffer.concat([withSegments(plain, mpfSegment(2, images(at))), outer]))]);
  expect(await removeMetadata(blob, "all")).toEqual({ blob, removed: [], note: "malformed" });
});
