import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { KNOWN_IMAGE_TYPES } from "../../src/contract/image-type.ts";
import { WINDOW_BYTES } from "../../src/worker/metadata/blob-reader.ts";
import { readPictureSize } from "../../src/worker/picture-size.ts";
import { HEIC_SIZE, heic } from "../helpers/heic.ts";
import { blackPng } from "../helpers/images.ts";
import { riff, riffChunk, segment, withSegments } from "../metadata/containers.ts";

const sizeOf = (bytes: Uint8Array, type: string) => readPictureSize(new Blob([new Uint8Array(bytes)]), type);
const SIZE = { width: 300, height: 200 };
const HUGE = { width: 20_000, height: 20_000 };
const picture = () => sharp({ create: { ...SIZE, channels: 3, background: "#2563eb" } });

test.each([
  ["image/png", () => picture().png()],
  ["image/jpeg", () => picture().jpeg()],
  ["image/jpeg", () => picture().jpeg({ progressive: true })],
  ["image/gif", () => picture().gif()],
  ["image/webp", () => picture().webp()],
  ["image/webp", () => picture().webp({ lossless: true })],
  ["image/webp", () => picture().withMetadata().webp()],
  ["image/avif", () => picture().avif({ effort: 0 })],
  ["image/tiff", () => picture().tiff()],
])("of a real %s its size is read", async (type, make) => {
  expect(await sizeOf(await make().toBuffer(), type)).toEqual(SIZE);
});

test("of a HEIC picture it is that of the whole that is coded, of which a part is shown", async () => {
  const longest = Math.max(HEIC_SIZE.width, HEIC_SIZE.height);
  expect(await sizeOf(heic().bytes, "image/heic")).toEqual({ width: longest, height: longest });
});

test("a few kilobytes of PNG say that they are 400 million pixels", async () => {
  const { bytes } = blackPng("huge.png", HUGE);
  expect(bytes.length).toBeLessThan(100_000);
  expect(await sizeOf(bytes, "image/png")).toEqual(HUGE);
});

describe("BMP", () => {
  const bmp = (header: number, write: (view: DataView) => void) => {
    const bytes = new Uint8Array(14 + header);
    const view = new DataView(bytes.buffer);
    view.setUint32(14, header, true);
    write(view);
    return bytes;
  };

  test("has 32-bit sides, and a height below zero where it is stored from the top", async () => {
    const bytes = bmp(40, (view) => {
      view.setInt32(18, 20_000, true);
      view.setInt32(22, -20_000, true);
    });
    expect(await sizeOf(bytes, "image/bmp")).toEqual(HUGE);
  });

  test("of its first version has 16-bit sides", async () => {
    const bytes = bmp(12, (view) => {
      view.setUint16(18, 20_000, true);
      view.setUint16(20, 20_000, true);
    });
    expect(await sizeOf(bytes, "image/bmp")).toEqual(HUGE);
  });
});

describe("JPEG", () => {
  const jpeg = () => picture().jpeg().toBuffer();

  test("is followed behind more metadata than is read at once, and over fill bytes", async () => {
    const many = Array.from({ length: 8 }, () => segment(0xe1, Buffer.alloc(60_000)));
    const bytes = withSegments(await jpeg(), ...many, Buffer.from([0xff, 0xff]));
    expect(bytes.length).toBeGreaterThan(WINDOW_BYTES);
    expect(await sizeOf(bytes, "image/jpeg")).toEqual(SIZE);
  });

  test("is not measured by the small picture in its metadata", async () => {
    const bytes = withSegments(
      await jpeg(),
      segment(
        0xe1,
        "Exif\0\0",
        await sharp(await jpeg())
          .resize(8)
          .toBuffer(),
      ),
    );
    expect(await sizeOf(bytes, "image/jpeg")).toEqual(SIZE);
  });

  test("with two sizes counts as the larger one", async () => {
    const frame = segment(0xc0, Buffer.from([8, 0x4e, 0x20, 0x4e, 0x20, 1, 1, 0x11, 0]));
    expect(await sizeOf(withSegments(await jpeg(), frame), "image/jpeg")).toEqual(HUGE);
  });
});

describe("GIF", () => {
  test("whose first frame reaches beyond its screen is as large as that frame", async () => {
    const bytes = await picture().gif().toBuffer();
    bytes.writeUInt16LE(1, 6);
    bytes.writeUInt16LE(1, 8);
    expect(await sizeOf(bytes, "image/gif")).toEqual(SIZE);
  });

  test("without a frame is as large as its screen", async () => {
    const bytes = (await picture().gif().toBuffer()).subarray(0, 13);
    expect(await sizeOf(bytes, "image/gif")).toEqual(SIZE);
  });
});

describe("WebP", () => {
  test("is measured though bits are set that stand for nothing", async () => {
    const canvas = Buffer.from([0xc1, 0, 0, 0, 0xfe, 0x3f, 0, 0xfe, 0x3f, 0]);
    expect(await sizeOf(riff(riffChunk("VP8X", canvas)), "image/webp")).toEqual({ width: 16_383, height: 16_383 });
  });

  test("of a single colour can be shorter than a lossy one's header", async () => {
    const pixels = Buffer.from([0x2f, 0xfe, 0xbf, 0xff, 0x0f]);
    expect(await sizeOf(riff(riffChunk("VP8L", pixels)), "image/webp")).toEqual({ width: 16_383, height: 16_383 });
  });
});

describe("AVIF and HEIC", () => {
  const u32 = (...values: number[]) =>
    Buffer.concat(values.map((value) => Buffer.from(Uint32Array.of(value).buffer).swap32()));
  const box = (type: string, ...content: Uint8Array[]) => {
    const body = Buffer.concat(content);
    return Buffer.concat([u32(8 + body.length), Buffer.from(type, "latin1"), body]);
  };
  const ispe = (width: number, height: number) => box("ispe", u32(0, width, height));
  const heif = (...properties: Uint8Array[]) =>
    Buffer.concat([
      box("ftyp", Buffer.from("heic\0\0\0\0mif1heic", "latin1")),
      box("meta", u32(0), box("iprp", box("ipco", ...properties))),
    ]);

  test.each(["image/avif", "image/heic"])("%s of tiles is as large as the largest of its pictures", async (type) => {
    const file = heif(ispe(512, 512), ispe(20_000, 20_000), ispe(320, 240));
    expect(await sizeOf(file, type)).toEqual(HUGE);
  });

  test("a crop does not make it smaller: it is decoded as a whole", async () => {
    const crop = box("clap", u32(1, 4_000_000_000, 1, 1, 0, 1, 0, 1));
    expect(await sizeOf(heif(ispe(20_000, 20_000), crop), "image/heic")).toEqual(HUGE);
  });

  test("is measured whatever follows its description", async () => {
    const trailer = Buffer.concat([heif(ispe(20_000, 20_000)), box("mdat"), u32(0xffff_ffff), Buffer.alloc(9)]);
    expect(await sizeOf(trailer, "image/heic")).toEqual(HUGE);
  });

  test("with more sizes than any file has is answered at once, without one", async () => {
    const many = heif(...Array.from({ length: 12_000 }, () => ispe(1, 1)));
    expect(await sizeOf(many, "image/heic")).toBeUndefined();
  }, 1000);
});

describe("what has no size that can be read", () => {
  test.each([
    ["image/png", () => picture().png(), 23],
    ["image/jpeg", () => picture().jpeg(), 100],
    ["image/gif", () => picture().gif(), 9],
    ["image/webp", () => picture().webp(), 29],
    ["image/avif", () => picture().avif({ effort: 0 }), 100],
    ["image/tiff", () => picture().tiff(), 100],
    ["image/bmp", () => picture().png(), 20],
  ])("a %s that is cut off in its header", async (type, make, length) => {
    expect(await sizeOf((await make().toBuffer()).subarray(0, length), type)).toBeUndefined();
  });

  test.each(["image/x-icon", "image/svg+xml"])("%s, which is not measured", async (type) => {
    expect(await sizeOf(await picture().png().toBuffer(), type)).toBeUndefined();
  });

  test("a PNG that does not begin with its header", async () => {
    const bytes = await picture().png().toBuffer();
    bytes.write("IDAT", 12, "latin1");
    expect(await sizeOf(bytes, "image/png")).toBeUndefined();
  });

  test("no bytes, whatever they are, are an error", async () => {
    const type = fc.constantFrom(...KNOWN_IMAGE_TYPES);
    const property = fc.asyncProperty(type, fc.uint8Array({ maxLength: 200 }), async (known, bytes) => {
      await sizeOf(bytes, known);
    });
    await fc.assert(property, { numRuns: 500 });
  });

  test("no damage to a real header is an error", async () => {
    const files = await Promise.all([
      ...(["png", "jpeg", "gif", "webp", "tiff"] as const).map(async (format) => ({
        type: `image/${format}`,
        bytes: await picture().toFormat(format).toBuffer(),
      })),
      heic(),
    ]);
    const damage = fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 6 });
    const property = fc.asyncProperty(fc.constantFrom(...files), damage, async ({ type, bytes }, places) => {
      const copy = new Uint8Array(bytes);
      for (const [at, value] of places) if (at < copy.length) copy[at] = value;
      await sizeOf(copy, type);
    });
    await fc.assert(property, { numRuns: 1000 });
  });
});
