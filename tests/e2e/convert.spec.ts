import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import sharp, { type Sharp } from "sharp";
import { startApp } from "../helpers/app-process.ts";
import { brokenHeic, HEIC_COLOURS, HEIC_SIZE, heic } from "../helpers/heic.ts";
import { animatedGif, type TestFile, webp } from "../helpers/images.ts";
import { expect, expectSameBytes, test, writeFiles } from "./fixtures.ts";
import { UploadPage } from "./upload-page.ts";

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
  return stored(upload, file.name);
}

async function stored(upload: UploadPage, name: string): Promise<Buffer> {
  const link = (await upload.link(name).getAttribute("href")) ?? "";
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

test("what the settings say of a format and of the longest side is told to a screen reader as well", async ({
  upload,
}) => {
  const { page } = upload;
  await page.getByRole("button", { name: "设置" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("switch", { name: "上传前转换图片" }).check();
  await expect(dialog.getByRole("spinbutton", { name: "最长边" })).toHaveAccessibleDescription(/留空则保持原尺寸/);
  await expect(dialog.getByRole("status")).toHaveText("");
  await dialog.getByRole("radio", { name: "JPEG" }).check();
  await expect(dialog.getByRole("status")).toHaveText("透明部分会变成白色。");
  await expect(dialog.locator("label", { hasText: "English" })).toHaveAttribute("lang", "en");
});

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

test("a WebP is turned as its EXIF block says, by each of the eight orientations", async ({ upload, folder }) => {
  await switchOn(upload, { format: "JPEG" });
  const turned = Array.from({ length: 8 }, async (_, index) => {
    const picture = (await softPicture()).withMetadata({ orientation: index + 1 });
    return { name: `${index + 1}.webp`, type: "image/webp", bytes: await picture.webp({ lossless: true }).toBuffer() };
  });
  const files = await Promise.all(turned);
  await upload.drop(...(await writeFiles(folder, files)));
  await upload.settled(files.length);
  for (const { name, bytes } of files) {
    const made = await stored(upload, name);
    const { autoOrient } = await sharp(bytes).metadata();
    expect(await sharp(made).metadata(), name).toMatchObject({ format: "jpeg", ...autoOrient });
    expect(await difference(bytes, made), name).toBeLessThan(TOLERANCE);
  }
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

for (const [way, prepare, format] of [
  ["once that is asked for, to JPEG", async () => undefined, "jpeg"],
  ["by itself where conversion is on, to what is set", (upload: UploadPage) => switchOn(upload), "webp"],
] as const) {
  test(`a HEIC picture is converted ${way}, upright and in its colours`, async ({ upload, folder }) => {
    await prepare(upload);
    await upload.drop(...(await writeFiles(folder, [heic("phone.heic")])));
    if (format === "jpeg") {
      await expect(upload.row("phone.heic")).toContainText("不支持直接上传 HEIC");
      await upload.row("phone.heic").getByRole("button", { name: "转换并上传" }).click();
    }
    await upload.settled(1);
    const bytes = await stored(upload, "phone.heic");
    const { format: made, width, height } = await sharp(bytes).metadata();
    expect([made, { width, height }]).toEqual([format, HEIC_SIZE]);
    const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    for (const [index, colour] of HEIC_COLOURS.entries()) {
      const at =
        (Math.floor(index / 2) * 0.5 + 0.25) * HEIC_SIZE.height * info.width + ((index % 2) * 0.5 + 0.25) * info.width;
      const seen = [...data.subarray(at * info.channels, at * info.channels + 3)];
      for (const [channel, value] of colour.entries()) expect(Math.abs((seen[channel] ?? 0) - value)).toBeLessThan(12);
    }
  });
}

test("a HEIC picture that cannot be decoded says that it was tried, and is not offered again", async ({
  upload,
  folder,
}) => {
  await upload.drop(...(await writeFiles(folder, [brokenHeic("broken.heic")])));
  const row = upload.row("broken.heic");
  await expect(row).not.toContainText("转换也失败了");
  await row.getByRole("button", { name: "转换并上传" }).click();
  await expect(row).toContainText("转换也失败了");
  await expect(row.getByRole("button", { name: "转换并上传" })).toHaveCount(0);
});

test("a decoder that cannot be fetched is not taken for a picture that cannot be converted, and can be tried again", async ({
  upload,
  folder,
}) => {
  await upload.page.context().route("**/libheif*", (route) => route.abort());
  await upload.drop(...(await writeFiles(folder, [heic("phone.heic")])));
  await upload.row("phone.heic").getByRole("button", { name: "转换并上传" }).click();
  await expect(upload.row("phone.heic")).toHaveAttribute("data-stage", "waiting");
  await upload.page.context().unroute("**/libheif*");
  await upload.settled(1);
  expect((await sharp(await stored(upload, "phone.heic")).metadata()).format).toBe("jpeg");
});

async function withGateway(page: Page, env: Record<string, string>, act: (upload: UploadPage) => Promise<void>) {
  const own = await startApp("built", env);
  try {
    const upload = new UploadPage(page);
    await upload.open(own.url);
    await act(upload);
  } finally {
    await own.stop();
  }
}

test("a picture of a type that is not taken is converted even when that makes it larger", async ({ page, folder }) => {
  await withGateway(page, { ACCEPT: "image/jpeg,image/png" }, async (upload) => {
    await switchOn(upload, { format: "JPEG" });
    const { bytes, ...small } = await webp("tight.webp");
    const file = { ...small, bytes: await sharp(bytes).webp({ quality: 5 }).toBuffer() };
    const sent = await send(upload, folder, file);
    expect((await sharp(sent).metadata()).format).toBe("jpeg");
    expect(sent.length).toBeGreaterThan(file.bytes.length);
  });
});

test.describe("a picture over the limit", () => {
  const LIMIT = { MAX_FILE_SIZE: "200KB" };

  test("is converted first where conversion is on, and refused only if that does not help", async ({
    page,
    folder,
  }) => {
    await withGateway(page, LIMIT, async (upload) => {
      await switchOn(upload);
      const [large, moving] = [await softPng("large.png"), await animatedGif("moving.gif")];
      const padded = { ...moving, bytes: Buffer.concat([moving.bytes, randomBytes(300_000)]) };
      await upload.drop(...(await writeFiles(folder, [large, padded])));
      await upload.settled(2);
      expect((await sharp(await stored(upload, "large.png")).metadata()).format).toBe("webp");
      await expect(upload.row("moving.gif")).toContainText("动图不会被转换，文件超过了 200 KB 的上限。");
      await expect(upload.row("moving.gif").getByRole("button", { name: "转换并上传" })).toHaveCount(0);
    });
  });

  test("is offered a conversion where it is off, which keeps what is transparent", async ({ page, folder }) => {
    await withGateway(page, LIMIT, async (upload) => {
      const clear = await (await softPicture()).ensureAlpha(0.5).png({ compressionLevel: 0 }).toBuffer();
      await upload.drop(...(await writeFiles(folder, [{ name: "clear.png", type: "image/png", bytes: clear }])));
      const row = upload.row("clear.png");
      await expect(row).toContainText("文件超过了 200 KB 的上限。");
      await row.getByRole("button", { name: "转换并上传" }).click();
      await upload.settled(1);
      const { format, hasAlpha } = await sharp(await stored(upload, "clear.png")).metadata();
      expect([format, hasAlpha]).toEqual(["webp", true]);
    });
  });
});
