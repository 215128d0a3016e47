import sharp from "sharp";
import { jpegWithExif, png } from "../helpers/images.ts";
import { expect, expectSameBytes, test, writeFiles } from "./fixtures.ts";
import { UploadPage } from "./upload-page.ts";

async function stored(upload: UploadPage, name: string): Promise<Buffer> {
  const link = (await upload.link(name).getAttribute("href")) ?? "";
  return Buffer.from(await (await fetch(link)).arrayBuffer());
}

const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer();

test("a photograph with a position loses it before it is hashed, keeps its pixels, and its row says so", async ({
  upload,
  folder,
}) => {
  const photo = await jpegWithExif("holiday.jpg");
  await upload.drop(...(await writeFiles(folder, [photo])));
  await upload.settled(1);

  await expect(upload.row("holiday.jpg")).toContainText("已去除位置");
  const bytes = await stored(upload, "holiday.jpg");
  await expectSameBytes((await upload.link("holiday.jpg").getAttribute("href")) ?? "", bytes);
  expect(bytes.equals(photo.bytes)).toBe(false);
  expect(bytes.length).toBe(photo.bytes.length);
  expect((await pixels(bytes)).equals(await pixels(photo.bytes))).toBe(true);
  const { exif, orientation } = await sharp(bytes).metadata();
  expect(orientation).toBe((await sharp(photo.bytes).metadata()).orientation);
  expect(exif?.includes("Test Camera")).toBe(true);
});

test("a picture without a position goes up byte for byte", async ({ upload, folder }) => {
  const file = await png("plain.png");
  await upload.drop(...(await writeFiles(folder, [file])));
  await upload.settled(1);
  await expect(upload.row("plain.png")).not.toContainText("已去除");
  await expectSameBytes((await upload.link("plain.png").getAttribute("href")) ?? "", file.bytes);
});

test("with the switch off, a photograph goes up as it is; with everything off, its camera is gone as well", async ({
  upload,
  folder,
}) => {
  const settings = upload.page.getByRole("button", { name: "设置" });
  const location = upload.page.getByRole("switch", { name: "去除照片中的位置" });
  const everything = upload.page.getByRole("switch", { name: "同时去除其他元数据" });

  await settings.click();
  await location.uncheck();
  await expect(everything).toBeDisabled();
  await upload.page.keyboard.press("Escape");
  await expect(settings).toBeFocused();
  const untouched = await jpegWithExif("untouched.jpg");
  await upload.drop(...(await writeFiles(folder, [untouched])));
  await upload.settled(1);
  await expectSameBytes((await upload.link("untouched.jpg").getAttribute("href")) ?? "", untouched.bytes);
  await expect(upload.row("untouched.jpg")).toContainText("含有位置信息");

  await settings.click();
  await location.check();
  await everything.check();
  await upload.page.keyboard.press("Escape");
  const bare = await jpegWithExif("bare.jpg");
  await upload.drop(...(await writeFiles(folder, [bare])));
  await upload.settled(2);
  const bytes = await stored(upload, "bare.jpg");
  expect(bytes.includes("Test Camera")).toBe(false);
  await expect(upload.row("bare.jpg")).toContainText("已去除位置和 EXIF");
  expect((await pixels(bytes)).equals(await pixels(bare.bytes))).toBe(true);
});

test("settings are kept: the form of the links, and what they look like when they are copied", async ({
  upload,
  folder,
}) => {
  const file = await png("kept](javascript:alert(1)).png");
  await upload.page.getByRole("button", { name: "设置" }).click();
  await upload.page.getByRole("radio", { name: "Markdown" }).check();
  await upload.page.keyboard.press("Escape");
  await upload.page.reload();

  await upload.drop(...(await writeFiles(folder, [file])));
  await upload.settled(1);
  await expect(upload.page.getByRole("combobox", { name: "复制格式" })).toHaveValue("markdown");
  await upload.copyAllButton.click();
  const link = await upload.link(file.name).getAttribute("href");
  await expect.poll(() => upload.clipboard()).toMatch(/^!\[kept/);
  expect(await upload.clipboard()).toContain(`](${link})`);
  expect(await upload.clipboard()).not.toMatch(/(?<!\\)\]\(javascript:/);
});

test("an inline script and a handler in markup run nothing, and the browser says that the policy stopped them", async ({
  page,
  app,
}) => {
  await new UploadPage(page).open(app.url);
  const stopped = await page.evaluate(async () => {
    const violations: string[] = [];
    const bothStopped = new Promise<void>((resolve) => {
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
        if (violations.push(`${effectiveDirective} ${blockedURI}`) === 2) resolve();
      });
    });
    const script = document.createElement("script");
    script.textContent = "window.ranInline = true";
    const image = document.createElement("img");
    const failed = new Promise((resolve) => image.addEventListener("error", resolve));
    image.setAttribute("onerror", "window.ranInline = true");
    image.src = "/no-such-picture.png";
    document.body.append(script, image);
    await Promise.all([bothStopped, failed]);
    return { violations: violations.sort(), ran: Reflect.has(window, "ranInline") };
  });
  expect(stopped).toEqual({ violations: ["script-src-attr inline", "script-src-elem inline"], ran: false });
});

test("a photograph that was hashed with its position, and held, loses it where that is wanted before it goes on", async ({
  upload,
  folder,
}) => {
  const { page, summary } = upload;
  const settings = page.getByRole("button", { name: "设置" });
  const location = page.getByRole("switch", { name: "去除照片中的位置" });
  await settings.click();
  await location.uncheck();
  await page.keyboard.press("Escape");

  const asked = page.waitForRequest(/\/tool\/cos\/sign/);
  await page.route(/\/tool\/cos\/sign/, () => undefined, { times: 1 });
  await upload.drop(...(await writeFiles(folder, [await jpegWithExif("held.jpg")])));
  await asked;
  await summary.getByRole("button", { name: "全部暂停" }).click();
  await settings.click();
  await location.check();
  await page.keyboard.press("Escape");
  await summary.getByRole("button", { name: "继续上传" }).click();
  await upload.settled(1);
  await expect(upload.row("held.jpg")).toContainText("已去除位置");
});
