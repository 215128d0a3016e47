import type { Page, Worker } from "@playwright/test";
import { blackPng, png } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";

const HUGE = { width: 20_000, height: 20_000 };

const previewWorker = (page: Page): Worker => {
  const found = page.workers().find((worker) => worker.url().includes("preview-worker"));
  if (!found) throw new Error("No worker draws previews.");
  return found;
};

/** From now on the worker notes the size in bytes of what it decodes. */
const watchDecoder = (worker: Worker) =>
  worker.evaluate(() => {
    const decode = self.createImageBitmap.bind(self);
    const decoded: number[] = [];
    const createImageBitmap = (blob: Blob) => {
      decoded.push(blob.size);
      return decode(blob);
    };
    Object.assign(self, { decoded, createImageBitmap });
  });

test("a picture of 400 million pixels goes up as it is, undecoded and without a preview, and says why it was not converted", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const [before, huge, after] = [await png("before.png"), blackPng("huge.png", HUGE), await png("after.png")];
  await page.getByRole("button", { name: "设置" }).click();
  await page.getByRole("switch", { name: "上传前转换图片" }).check();
  await page.keyboard.press("Escape");
  await upload.drop(...(await writeFiles(folder, [before])));
  await expect(upload.row("before.png").locator("img")).toBeVisible();
  const worker = previewWorker(page);
  await watchDecoder(worker);

  await upload.drop(...(await writeFiles(folder, [huge, after])));
  await upload.settled(3);

  await expect(upload.row("after.png").locator("img")).toBeVisible();
  await expect(upload.row("huge.png")).toContainText("像素太多，未转换，保留原图");
  const sent = await fetch((await upload.link("huge.png").getAttribute("href")) ?? "");
  expect(huge.bytes.equals(Buffer.from(await sent.arrayBuffer()))).toBe(true);
  await expect(upload.row("huge.png").locator("img")).toHaveCount(0);
  const decoded = await worker.evaluate(() => Reflect.get(self, "decoded"));
  expect(decoded).toContain(after.bytes.length);
  expect(decoded).not.toContain(huge.bytes.length);
});
