import { describe, expect, test } from "vitest";
import { exifSegment, LOCATION, listBytes, mpfSegment, video, withSegments } from "./containers.ts";
import { canvas, holds, jpeg, removed, seen } from "./pictures.ts";
import { buildExif, phoneGps } from "./tiff-builder.ts";

const EXIF = exifSegment(buildExif({ littleEndian: true, orientation: 6, gps: phoneGps(true) }).bytes);

describe("listed pictures with something between them", () => {
  /** What stands between the pictures; `size` is the first one's as the list gives it. */
  async function apart(between: Buffer, sizeOf = (first: number) => first) {
    const plain = withSegments(await jpeg(), EXIF);
    const second = await canvas().greyscale().jpeg().toBuffer();
    const size = plain.length + listBytes(3);
    const [at, last] = [size + between.length, size + 2 * between.length + second.length];
    const list = mpfSegment(2, [
      { at: 0, size: sizeOf(size) },
      { at: last, size: second.length },
      { at, size: second.length },
    ]);
    const first = withSegments(plain, list);
    return { first, second, file: Buffer.concat([first, between, second, between, second]) };
  }

  test.each([
    ["as the list says", (size: number) => size],
    ["though the list gives it another size", (size: number) => size + 3],
    ["though the list gives it no size", () => 0],
  ])("lose the position in it, and the first one ends %s", async (_, sizeOf) => {
    const { file, first, second } = await apart(video(), sizeOf);
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-exif", "gps-video"], settled: true });
    expect(result.bytes.length).toBe(file.length);
    expect(holds(result.bytes, LOCATION)).toBe(false);
    expect(await seen(result.bytes)).toEqual(await seen(file));
    expect(result.bytes.subarray(-second.length).equals(second)).toBe(true);
    expect(result.bytes.length).toBeGreaterThan(first.length + 800_000);
  });

  test("have nothing there when all metadata goes, and do not move", async () => {
    const { file, first, second } = await apart(video());
    const result = await removed(file, "all");
    expect(result.removed).toContain("trailer");
    expect(result.settled).toBe(true);
    const blank = Buffer.alloc(video().length);
    const after = Buffer.concat([blank, second, blank, second]);
    expect(result.bytes.subarray(first.length).equals(after)).toBe(true);
    expect(await seen(result.bytes)).toEqual(await seen(file));
  });
});

test("a damaged first picture, whose end cannot be told, keeps all of its bytes when all metadata goes", async () => {
  const photo = await jpeg();
  const second = await canvas().greyscale().jpeg().toBuffer();
  const damaged = Buffer.concat([photo.subarray(0, -2), Buffer.from([0xff, 0xee, 0xff, 0xff]), Buffer.alloc(2)]);
  const at = damaged.length + listBytes(2) + video().length;
  const list = mpfSegment(2, [
    { at: 0, size: 0 },
    { at, size: second.length },
  ]);
  const file = Buffer.concat([withSegments(damaged, list), video(), second]);
  const result = await removed(file, "all");
  expect(result).toMatchObject({ removed: ["gps-video"], settled: true });
  expect(holds(result.bytes, LOCATION)).toBe(false);
  const kept = damaged.length + listBytes(2);
  expect(result.bytes.subarray(0, kept).equals(file.subarray(0, kept))).toBe(true);
});
