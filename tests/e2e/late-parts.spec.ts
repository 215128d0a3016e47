import type { Page } from "@playwright/test";
import { png } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import { HistoryPage } from "./history-page.ts";
import { kept } from "./journal-page.ts";
import { UploadPage } from "./upload-page.ts";

/** Files of the build that are gone, as after a deployment or without a network. @returns the way to bring them back. */
async function takeAway(page: Page, files: RegExp): Promise<() => Promise<void>> {
  await page.route(files, (route) => route.fulfill({ status: 404, body: "" }));
  return () => page.unroute(files);
}

test("a dialog whose code cannot be fetched says so and leaves the list alone; tried again, it opens as it should", async ({
  upload,
  folder,
}) => {
  await upload.drop(...(await writeFiles(folder, [await png("kept.png")])));
  await upload.settled(1);
  const bringBack = await takeAway(upload.page, /\/assets\//);
  const opener = upload.page.getByRole("button", { name: "设置" });
  await opener.click();
  const dialog = upload.page.getByRole("dialog");
  await expect(dialog).toContainText("加载失败");
  await dialog.getByRole("button", { name: "关闭" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
  await expect(upload.link("kept.png")).toBeVisible();

  await opener.click();
  await expect(dialog).toContainText("加载失败");
  await bringBack();
  await dialog.getByRole("button", { name: "重试" }).click();
  await expect(dialog.getByRole("heading", { name: "设置" })).toBeVisible();
  // Its styles were missed as well.
  await expect(dialog.getByRole("heading", { name: "设置" }).locator("..")).toHaveCSS("display", "flex");
  await upload.page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
});

test("files go up while the list cannot be fetched, and are all in the history that could not be fetched at first", async ({
  page,
  app,
  folder,
}) => {
  const bringBack = await takeAway(page, /uploads-view|history-start/);
  const upload = new UploadPage(page);
  const missed = page.waitForResponse(/history-start/);
  await upload.open(app.url);
  await missed;
  await upload.drop(...(await writeFiles(folder, [await png("first.png"), await png("second.png")])));
  const notice = page.getByRole("alert");
  await expect(notice).toContainText("加载失败");

  await bringBack();
  await notice.getByRole("button", { name: "重试" }).click();
  await upload.settled(2);
  await expect(notice).toHaveCount(0);
  // Its styles were fetched ahead in vain, and taken for loaded.
  await expect(upload.summary).toHaveCSS("display", "flex");
  const history = new HistoryPage(page);
  await history.open();
  await expect.poll(() => history.names()).toEqual(["second.png", "first.png"]);
});

test("files that need code which a deployment has taken away say so together, and go on after the reload that they offer", async ({
  page,
  app,
  folder,
}) => {
  const upload = new UploadPage(page);
  const fetched = page.waitForResponse(/\/adapters-/);
  await upload.open(app.url);
  await fetched;
  const bringBack = await takeAway(page, /\/assets\/(adapters|hash-worker)-/);
  const files = [await png("first.png"), await png("second.png")];
  await upload.drop(...(await writeFiles(folder, files)));
  for (const { name } of files) await expect(upload.row(name)).toContainText("页面需要的程序取不到了");
  await expect.poll(() => kept(page)).toEqual(files.map(({ name }) => `${name}: new, kept`));

  await bringBack();
  await upload.row("first.png").getByRole("button", { name: "刷新页面" }).click();
  await upload.settled(2);
  for (const { name } of files) await expect(upload.link(name)).toBeVisible();
});
