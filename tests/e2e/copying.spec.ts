import type { Page } from "@playwright/test";
import { png } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";

/* What ends up on the clipboard, or why nothing does. */

test("an empty template is refused in its place, and the last one that said something stays in use", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  await page.getByRole("button", { name: "设置" }).click();
  await page.getByRole("radio", { name: "自定义" }).check();
  const field = page.getByRole("textbox", { name: /^模板/ });
  await field.fill("[{name}]");
  for (const nothing of ["", "   "]) {
    await field.fill(nothing);
    await expect(field).toHaveValue(nothing);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription("模板不能为空，仍使用上一个：[{name}]");
  }
  await page.keyboard.press("Escape");
  await upload.drop(...(await writeFiles(folder, [await png("kept.png")])));
  await upload.settled(1);
  await upload.copyAllButton.click();
  await expect.poll(() => upload.clipboard()).toBe("[kept.png]");

  await page.getByRole("button", { name: "设置" }).click();
  await expect(field).toHaveValue("[{name}]");
  await expect(field).not.toHaveAttribute("aria-invalid", "true");
});

test("a copy by itself that the browser refuses is said where the person looks, and what to press instead", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  });
  await page.getByRole("button", { name: "设置" }).click();
  await page.getByRole("switch", { name: "自动复制" }).check();
  await page.keyboard.press("Escape");
  await upload.drop(...(await writeFiles(folder, [await png("refused.png")])));
  await upload.settled(1);

  const said = page.getByText("浏览器不允许自动复制，请点“复制”");
  await expect(said).toBeVisible();
  expect((await said.boundingBox())?.width).toBeGreaterThan(100);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a batch that is over before the code that copies it has come is copied all the same", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  await page.getByRole("button", { name: "设置" }).click();
  await page.getByRole("switch", { name: "自动复制" }).check();
  await page.keyboard.press("Escape");
  const letGo = await holdFollowers(page);
  await upload.drop(...(await writeFiles(folder, [await png("quick.png")])));
  await upload.settled(1);
  await letGo();
  await expect(page.getByRole("status").last()).toHaveText("已复制 1 个链接");
  expect(await upload.clipboard()).toBe(await upload.link("quick.png").getAttribute("href"));
});

test("a batch that is over before the code that tells of it has come is told of all the same", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const letGo = await holdFollowers(page);
  await upload.drop(...(await writeFiles(folder, [await png("quick.png")])));
  await upload.settled(1);
  await letGo();
  await expect(page.getByRole("status").last()).toHaveText("上传结束：1 个成功");
});

/** Keeps back what follows a run. @returns the way to let it come, once it was asked for. */
async function holdFollowers(page: Page): Promise<() => Promise<void>> {
  const pattern = "**/assets/run-followers-*.js";
  const asked = page.waitForRequest(pattern);
  let letGo = () => {};
  const released = new Promise<void>((go) => {
    letGo = go;
  });
  await page.route(pattern, async (route) => {
    await released;
    await route.continue();
  });
  return async () => {
    await asked;
    letGo();
  };
}
