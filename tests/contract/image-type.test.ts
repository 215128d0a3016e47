import { expect, test } from "vitest";
import { extensionFor, SNIFF_BYTES, sniffImageType } from "../../src/contract/image-type.ts";
import { animatedGif, avif, jpegWithExif, png, webp } from "../helpers/images.ts";

test.each([png, jpegWithExif, animatedGif, webp, avif])(
  "a real picture made by %o is known by its first bytes",
  async (make) => {
    const file = await make();
    expect(sniffImageType(file.bytes.subarray(0, SNIFF_BYTES))).toBe(file.type);
  },
);

test.each([
  ["nothing", ""],
  ["text", "I am no picture."],
  ["SVG", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ["HTML", "<!doctype html><script>alert(1)</script>"],
  ["a RIFF file that is no WebP", "RIFF\0\0\0\0WAVEfmt "],
  ["an MP4 film", "\0\0\0\x18ftypisom\0\0\0\0isommp42"],
  ["a film with a brand of pictures behind its first box", "\0\0\0\x14ftypisom\0\0\0\0isomavif"],
  ["a film whose version reads like a brand", "\0\0\0\x14ftypisomavifisom"],
  ["a WebP without a picture", "RIFF\0\0\0\0WEBPEXIF"],
  ["a PNG signature cut short", "\x89PNG\r\n"],
])("%s is no picture", (_, text) => {
  expect(sniffImageType(Buffer.from(text, "latin1"))).toBeUndefined();
});

test("an AVIF is known by a compatible brand, when its major brand is the general one", () => {
  expect(sniffImageType(Buffer.from("\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "latin1"))).toBe("image/avif");
});

test("an AVIF is known by its last compatible brand", () => {
  expect(sniffImageType(Buffer.from("\0\0\0\x14ftypmif1\0\0\0\0avif", "latin1"))).toBe("image/avif");
});

test.each([
  ["big-endian", "MM\0*\0\0\0\x08"],
  ["little-endian", "II*\0\x08\0\0\0"],
])("a %s TIFF is known", (_, text) => {
  expect(sniffImageType(Buffer.from(text, "latin1"))).toBe("image/tiff");
});

test("a HEIC is told from an AVIF", () => {
  expect(sniffImageType(Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"))).toBe("image/heic");
});

test("an unknown type has a plain extension", () => {
  expect(extensionFor("text/html")).toBe("bin");
  expect(extensionFor("image/jpeg")).toBe("jpg");
});

test.each(["constructor", "toString", "__proto__", ""])(
  "the type %j, of an imported history, has no ending of its own",
  (type) => {
    expect(extensionFor(type)).toBe("bin");
  },
);
