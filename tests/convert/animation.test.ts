import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { isAnimated } from "../../src/worker/convert/animation.ts";
import { countGifFrames } from "../../src/worker/convert/gif-frames.ts";
import { BlobReader } from "../../src/worker/metadata/blob-reader.ts";
import { MalformedError } from "../../src/worker/metadata/findings.ts";
import { animatedPng, avifWithBrands, frames } from "./moving-pictures.ts";

const reader = (bytes: Uint8Array<ArrayBuffer> | Buffer) => new BlobReader(new Blob([new Uint8Array(bytes)]));

describe("GIF", () => {
  test.each([1, 2, 5])("the frames of one with %d are counted", async (count) => {
    expect(await countGifFrames(reader(await frames(count).gif().toBuffer()), 100)).toBe(count);
  });

  test("one frame stands still, two move", async () => {
    expect(await isAnimated(reader(await frames(1).gif().toBuffer()), "image/gif")).toBe(false);
    expect(await isAnimated(reader(await frames(2).gif().toBuffer()), "image/gif")).toBe(true);
  });

  test("counting stops once there are enough, so what follows is not read", async () => {
    const gif = await frames(3).gif().toBuffer();
    expect(await countGifFrames(reader(gif.subarray(0, gif.length - 30)), 2)).toBe(2);
  });

  test("one that is cut off before its second frame cannot be told", async () => {
    const gif = await frames(1).gif().toBuffer();
    await expect(isAnimated(reader(gif.subarray(0, gif.length - 30)), "image/gif")).rejects.toThrow(MalformedError);
  });
});

describe("WebP", () => {
  test.each([
    [1, false],
    [2, true],
  ])("of %d frames: moves is %s", async (count, moves) => {
    const webp = await frames(count).webp().toBuffer();
    expect(await isAnimated(reader(webp), "image/webp")).toBe(moves);
  });

  test("an extended file with transparency and a profile, but one frame, stands still", async () => {
    const webp = await sharp({ create: { width: 8, height: 8, channels: 4, background: "#ff000080" } })
      .withMetadata()
      .webp()
      .toBuffer();
    expect(webp.subarray(12, 16).toString()).toBe("VP8X");
    expect(await isAnimated(reader(webp), "image/webp")).toBe(false);
  });
});

describe("PNG", () => {
  test("with an animation control chunk it moves, without one it stands still", async () => {
    const still = await frames(1).png().toBuffer();
    expect(await isAnimated(reader(still), "image/png")).toBe(false);
    expect(await isAnimated(reader(animatedPng(still)), "image/png")).toBe(true);
  });
});

describe("AVIF and HEIC", () => {
  test("a real still AVIF stands still", async () => {
    expect(await isAnimated(reader(await frames(1).avif({ effort: 0 }).toBuffer()), "image/avif")).toBe(false);
  });

  test.each([
    ["image/avif", "avis", ["avif", "mif1"], true],
    ["image/avif", "avif", ["mif1", "avis"], true],
    ["image/avif", "avif", ["mif1", "miaf"], false],
    ["image/heic", "heic", ["mif1", "heic"], false],
    ["image/heic", "msf1", ["hevc"], true],
  ])("%s with the brands %s, %j: moves is %s", async (type, major, compatible, moves) => {
    expect(await isAnimated(reader(avifWithBrands(major, compatible)), type)).toBe(moves);
  });
});

test("a type that cannot move stands still", async () => {
  expect(await isAnimated(reader(await frames(1).jpeg().toBuffer()), "image/jpeg")).toBe(false);
});
