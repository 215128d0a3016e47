import sharp from "sharp";
import { expect, test } from "vitest";
import { unturnWebp } from "../../src/worker/convert/webp-turn.ts";
import { canvas, webp } from "../metadata/pictures.ts";

const blobOf = (bytes: Buffer) => new Blob([new Uint8Array(bytes)], { type: "image/webp" });
const turned = (orientation: number) => canvas().withMetadata({ orientation }).webp({ lossless: true }).toBuffer();

test.each([2, 3, 4, 5, 6, 7, 8])("orientation %i is told apart, and a decoder sees none", async (orientation) => {
  const file = await turned(orientation);
  const unturned = await unturnWebp(blobOf(file));
  expect(unturned.orientation).toBe(orientation);
  const bytes = Buffer.from(await unturned.blob.arrayBuffer());
  expect((await sharp(bytes).metadata()).orientation).toBeUndefined();
  expect(await sharp(bytes).raw().toBuffer()).toEqual(await sharp(file).raw().toBuffer());
});

test.each([
  ["is upright", () => turned(1)],
  ["has no EXIF block", webp],
  ["is cut off", async () => (await turned(6)).subarray(0, -4)],
])("a picture that %s is the very same, and stays as it lies", async (_which, make) => {
  const blob = blobOf(await make());
  expect(await unturnWebp(blob)).toEqual({ blob, orientation: 1 });
});
