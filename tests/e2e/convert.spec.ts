import { randomBytes } from "node:crypto";
import sharp, { type Sharp } from "sharp";
import { avifWithBrands } from "../convert/moving-pictures.ts";
import { animatedGif, type TestFile, webp } from "../helpers/images.ts";
import { expect, expectSameBytes, test, writeFiles } from "./fixtures.ts";
import type { UploadPage } from "./upload-page.ts";

interface Wishes {
  readonly format?: "WebP" | "AVIF" | "JPEG";
  readonly maxSide?: number;
}

async function switchOn({ page }: UploadPage, { format = "WebP", maxSide }: Wishes = {}): Promise<void> {
  await page.getByRole("button", { name: "设置" }).click();
  await page.getByRole("switch", { name: "上传前转换图片" }).check();
  await page.getByRole("radio", { name: format }).check();
  if (maxSide !== undefined) await page.getByRole("spinbutton", { name: "最长边" }).fill(String(maxSide));
  await page.keyboard.press("Escape");
}

async function send(upload: UploadPage, folder: string, file: TestFile): Promise<Buffer> {
  await upload.drop(...(await writeFiles(folder, [file])));
  await upload.settled(1);
  const link = (await upload.link(file.name).getAttribute("href")) ?? "";
  const bytes = Buffer.from(await (await fetch(link)).arrayBuffer());
  await expectSameBytes(link, bytes);
  return bytes;
}

const WIDTH = 600;
const HEIGHT = 400;

/** Soft colours that no other call has made: large as PNG, small in any lossy format, and easy to compare. */
async function softPicture(): Promise<Sharp> {
  const noise = sharp(randomBytes(30 * 20 * 3), { raw: { width: 30, height: 20, channels: 3 } });
  const soft = await noise.resize(WIDTH, HEIGHT, { kernel: "cubic" }).blur(6).raw().toBuffer();
  // A grain of one step, which costs PNG much and is not seen.
  const grain = randomBytes(soft.length);
  const pixels = soft.map((value, index) => Math.min(255, value + ((grain[index] ?? 0) & 1)));
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
}

const softPng = async (name: string): Promise<TestFile> => ({
  name,
  type: "image/png",
  bytes: await (await softPicture()).png().toBuffer(),
});

/** Mean difference of two pictures' samples, 0 to 255, at the size of the second. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const { width, height } = await sharp(b).metadata();
  const samples = (bytes: Buffer) =>
    sharp(bytes)
      .autoOrient()
      .removeAlpha()
      .resize(width, height, { fit: "fill" })
      .toColourspace("srgb")
      .raw()
      .toBuffer();
  const [left, right] = await Promise.all([samples(a), samples(b)]);
  expect(left.length).toBe(right.length);
  return left.reduce((sum, value, index) => sum + Math.abs(value - (right[index] ?? 0)), 0) / left.length;
}

/** A lossy format at quality 80 stays well below this; a turned or mirrored picture is far above. */
const TOLERANCE = 4;

test("nothing is converted by itself: the bytes go up as they are, and no codec is fetched", async ({
  upload,
  folder,
}) => {
  const codecs: string[] = [];
  upload.page.on("request", (request) => {
    if (/(webp|avif|jpeg)[^/]*\.(wasm|js)|encode-/.test(request.url())) codecs.push(request.url());
  });
  const file = await softPng("plain.png");
  expect((await send(upload, folder, file)).equals(file.bytes)).toBe(true);
  await expect(upload.row("plain.png")).not.toContainText("→");
  expect(codecs).toEqual([]);
});

for (const [format, type] of [
  ["WebP", "webp"],
  ["JPEG", "jpeg"],
  ["AVIF", "heif"],
] as const) {
  test(`a PNG becomes a smaller ${format} that shows the same picture, and its row tells both sizes`, async ({
    upload,
    folder,
  }) => {
    await switchOn(upload, { format });
    const file = await softPng("soft.png");
    const bytes = await send(upload, folder, file);
    const { format: made, width, height } = await sharp(bytes).metadata();
    expect([made, width, height]).toEqual([type, WIDTH, HEIGHT]);
    expect(bytes.length).toBeLessThan(file.bytes.length / 2);
    expect(await difference(file.bytes, bytes)).toBeLessThan(TOLERANCE);
    expect(await upload.link("soft.png").getAttribute("href")).toMatch(/\.(webp|jpg|avif)$/);
    await expect(upload.row("soft.png")).toContainText(/\d KB → [\d.]+ (KB|B)/);
  });
}

test("the longest side is held to, in proportion", async ({ upload, folder }) => {
  await switchOn(upload, { maxSide: 300 });
  const file = await softPng("large.png");
  const bytes = await send(upload, folder, file);
  const { width, height } = await sharp(bytes).metadata();
  expect([width, height]).toEqual([300, 200]);
  expect(await difference(file.bytes, bytes)).toBeLessThan(TOLERANCE);
});

test("a photograph is turned upright, and nothing of its metadata is left", async ({ upload, folder }) => {
  await switchOn(upload, { format: "WebP" });
  const camera = (await softPicture()).withExif({ IFD0: { Model: "Test Camera" } }).withMetadata({ orientation: 6 });
  const photo = { name: "photo.jpg", type: "image/jpeg", bytes: await camera.jpeg({ quality: 100 }).toBuffer() };
  const { orientation: given, exif: block } = await sharp(photo.bytes).metadata();
  expect([given, block?.includes("Test Camera")]).toEqual([6, true]);
  const bytes = await send(upload, folder, photo);
  const { width, height, orientation, exif } = await sharp(bytes).metadata();
  expect([width, height, orientation, exif]).toEqual([HEIGHT, WIDTH, undefined, undefined]);
  expect(await difference(photo.bytes, bytes)).toBeLessThan(TOLERANCE);
});

test("an animated picture goes up byte for byte, and its row says why", async ({ upload, folder }) => {
  await switchOn(upload);
  const file = await animatedGif("dance.gif");
  expect((await send(upload, folder, file)).equals(file.bytes)).toBe(true);
  await expect(upload.row("dance.gif")).toContainText("动图未转换");
});

test("a picture that would become larger is kept, and its row says so", async ({ upload, folder }) => {
  await switchOn(upload, { format: "JPEG" });
  const small = await webp("tight.webp");
  const file = { ...small, bytes: await sharp(small.bytes).webp({ quality: 5 }).toBuffer() };
  expect((await send(upload, folder, file)).equals(file.bytes)).toBe(true);
  await expect(upload.row("tight.webp")).toContainText("转换后会更大");
});

test("transparent parts become white in a JPEG", async ({ upload, folder }) => {
  await switchOn(upload, { format: "JPEG" });
  const clear = sharp({ create: { width: 64, height: 64, channels: 4, background: "#00000000" } });
  const bytes = await clear.png({ compressionLevel: 0 }).toBuffer();
  const sent = await send(upload, folder, { name: "clear.png", type: "image/png", bytes });
  const { channels } = await sharp(sent).stats();
  expect(channels.map(({ min }) => min)).toEqual([255, 255, 255]);
});

test("a HEIC picture that this browser cannot decode fails with what to do instead", async ({ upload, folder }) => {
  await switchOn(upload);
  const bytes = Buffer.concat([avifWithBrands("heic", ["mif1", "heic"]), randomBytes(500)]);
  await upload.drop(...(await writeFiles(folder, [{ name: "phone.heic", type: "image/heic", bytes }])));
  await expect(upload.row("phone.heic")).toContainText("导出为 JPEG");
});
