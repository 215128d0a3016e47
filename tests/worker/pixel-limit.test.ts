import sharp from "sharp";
import { afterEach, expect, test, vi } from "vitest";
import { convert } from "../../src/worker/convert/convert.ts";
import { hasTooManyPixels, mostPixels } from "../../src/worker/pixel-limit.ts";
import { drawPreview } from "../../src/worker/preview.ts";
import { blackPng } from "../helpers/images.ts";

const HUGE = { width: 20_000, height: 20_000 };
const pngOf = (size: { width: number; height: number }) =>
  new Blob([new Uint8Array(blackPng("black.png", size).bytes)], { type: "image/png" });

/** Stands for the browser's decoder; nothing can be decoded here. */
function watchDecoder() {
  const decode = vi.fn(() => Promise.reject(new Error("decoded")));
  vi.stubGlobal("createImageBitmap", decode);
  return decode;
}

afterEach(() => void vi.unstubAllGlobals());

test.each([
  [5472, 3648, false],
  [12_000, 9_000, false],
  [16_320, 12_240, true],
  [20_000, 20_000, true],
])("%d × %d pixels: too many is %s", (width, height, isTooMany) => {
  expect(width * height > mostPixels(undefined)).toBe(isTooMany);
  expect(width * height > mostPixels(8)).toBe(isTooMany);
});

test("a device of little memory decodes less, and still a 64-megapixel camera's picture", () => {
  const fits = (width: number, height: number) => width * height <= mostPixels(4);
  expect([fits(5472, 3648), fits(9248, 6944), fits(12_000, 9_000)]).toEqual([true, true, false]);
});

test("what the device says of its memory is heeded", async () => {
  const large = pngOf({ width: 12_000, height: 9_000 });
  expect(await hasTooManyPixels(large, "image/png")).toBe(false);
  vi.stubGlobal("navigator", { deviceMemory: 4 });
  expect(await hasTooManyPixels(large, "image/png")).toBe(true);
});

test("a picture whose size cannot be read is left to the decoder", async () => {
  expect(await hasTooManyPixels(new Blob(["no picture"]), "image/png")).toBe(false);
});

test("no preview is made of too many pixels, and none of them is decoded", async () => {
  const decode = watchDecoder();
  await expect(drawPreview(pngOf(HUGE))).rejects.toThrow("too many pixels");
  expect(decode).not.toHaveBeenCalled();
  await expect(drawPreview(pngOf({ width: 4, height: 4 }))).rejects.toThrow("decoded");
});

test.each(["image/webp", "image/jpeg"] as const)(
  "a picture of too many pixels is kept instead of converted to %s, however small it was to become",
  async (type) => {
    const decode = watchDecoder();
    const target = { type, quality: 80, maxSide: 100 };
    const { blob, conversion } = await convert(new AbortController().signal, pngOf(HUGE), "image/png", target);
    expect([blob, conversion]).toEqual([undefined, { kind: "kept", reason: "pixels" }]);
    expect(decode).not.toHaveBeenCalled();
  },
);

test("HEIC is held to the same limit, before its decoder is loaded", async () => {
  const decode = watchDecoder();
  const avif = await sharp({ create: { width: 64, height: 64, channels: 3, background: "#000" } })
    .avif({ effort: 0 })
    .toBuffer();
  const bytes = Buffer.from(avif);
  bytes.write("heic", 8, "latin1");
  const size = bytes.indexOf("ispe") + 8;
  bytes.writeUInt32BE(HUGE.width, size);
  bytes.writeUInt32BE(HUGE.height, size + 4);
  const target = { type: "image/jpeg", quality: 80, maxSide: 0 } as const;
  const { conversion } = await convert(
    new AbortController().signal,
    new Blob([new Uint8Array(bytes)]),
    "image/heic",
    target,
  );
  expect(conversion).toEqual({ kind: "kept", reason: "pixels" });
  expect(decode).not.toHaveBeenCalled();
});
