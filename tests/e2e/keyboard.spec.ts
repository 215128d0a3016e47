import type { Route } from "@playwright/test";
import { png } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import { HistoryPage } from "./history-page.ts";
import type { UploadPage } from "./upload-page.ts";

/** Goes on with Tab until the control of this name has the focus; fails after a whole round. */
async function tabTo({ page }: UploadPage, name: string | RegExp, back = false): Promise<void> {
  const focused = page.locator(":focus");
  const wanted = page.getByRole("button", { name }).or(page.getByRole("checkbox", { name })).and(focused);
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await wanted.count()) > 0) return;
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  }
  throw new Error(`No Tab comes to ${name}`);
}

async function press(upload: UploadPage, name: string | RegExp, back = false): Promise<void> {
  await tabTo(upload, name, back);
  await upload.page.keyboard.press("Enter");
}

async function choose(upload: UploadPage, paths: readonly string[]): Promise<void> {
  const chooser = upload.page.waitForEvent("filechooser");
  await press(upload, "选择图片", true);
  await (await chooser).setFiles([...paths]);
}

test("by keyboard alone files are chosen, copied, shown as a code, tried again and removed, and the focus is never lost", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const [refused = "", ...paths] = await writeFiles(folder, [
    await png("c.png"),
    await png("a.png"),
    await png("b.png"),
  ]);

  await choose(upload, paths);
  await upload.settled(2);
  await expect(upload.chooseButton).toBeFocused();

  await press(upload, "复制 a.png 的链接");
  await expect.poll(() => upload.clipboard()).toBe(await upload.link("a.png").getAttribute("href"));
  await expect(button("复制 a.png 的链接")).toBeFocused();

  await press(upload, "a.png 的二维码");
  await expect(page.getByRole("dialog", { name: "二维码" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(button("a.png 的二维码")).toBeFocused();

  await press(upload, "设置", true);
  await expect(page.getByRole("dialog", { name: "设置" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(button("设置")).toBeFocused();

  await page.route("**/tool/cos/sign*", (route) =>
    route.fulfill({ status: 400, json: { code: 400, message: "bad", data: null } }),
  );
  await choose(upload, [refused]);
  await expect(upload.row("c.png")).toHaveAttribute("data-stage", "failed");
  await page.unroute("**/tool/cos/sign*");
  await press(upload, "重试 c.png");
  await expect(upload.row("c.png")).toBeFocused();
  await expect(upload.row("c.png")).toHaveAttribute("data-stage", "done");
  await upload.settled(3);
  await tabTo(upload, "移除 c.png");

  await page.keyboard.press("Enter");
  await expect(button("移除 b.png")).toBeFocused();
  await tabTo(upload, "移除 a.png", true);
  await page.keyboard.press("Enter");
  await expect(upload.row("a.png")).toHaveCount(0);
  await expect(button("移除 b.png")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(upload.rows).toHaveCount(0);
  await expect(upload.chooseButton).toBeFocused();
});

test("a button of the whole list that takes itself away leaves the focus with the list's actions", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const actions = page.getByRole("region", { name: "列表操作" });
  const refuse = (route: Route) => route.fulfill({ status: 400, json: { code: 400, message: "bad", data: null } });
  await page.route("**/tool/cos/sign*", refuse);
  await upload.drop(...(await writeFiles(folder, [await png("a.png"), await png("b.png")])));
  for (const name of ["a.png", "b.png"]) await expect(upload.row(name)).toHaveAttribute("data-stage", "failed");
  await page.unroute("**/tool/cos/sign*", refuse);
  await press(upload, "重试失败项");
  for (const name of ["a.png", "b.png"]) await expect(upload.row(name)).toHaveAttribute("data-stage", "done");
  await expect(actions).toBeFocused();

  await tabTo(upload, "选择 a.png");
  await page.keyboard.press("Space");
  await press(upload, "取消选择", true);
  await expect(actions).toBeFocused();

  await page.route("**/tool/cos/sign*", () => undefined);
  await upload.drop(...(await writeFiles(folder, [await png("c.png")])));
  await press(upload, "全部取消");
  await expect(upload.row("c.png")).toHaveAttribute("data-stage", "cancelled");
  await expect(actions).toBeFocused();

  await press(upload, "移除 c.png");
  await press(upload, "清除已完成", true);
  await expect(upload.rows).toHaveCount(0);
  await expect(upload.chooseButton).toBeFocused();
});

test("by keyboard alone the history is searched, selected from, copied, deleted from, restored and exported, and the focus is never lost", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const history = new HistoryPage(page);
  await upload.drop(...(await writeFiles(folder, [await png("a.png"), await png("b.png"), await png("dune.png")])));
  await upload.settled(3);
  const [a, dune] = [
    await upload.link("a.png").getAttribute("href"),
    await upload.link("dune.png").getAttribute("href"),
  ];
  await page.keyboard.press("h");
  await expect(history.title).toBeFocused();

  // The title is there before its fields are; a Tab in between goes past them.
  await expect(history.actions).toContainText("共 3 条");
  await page.keyboard.press("Tab");
  await expect(history.search).toBeFocused();
  await page.keyboard.type("dune");
  await expect(history.actions).toContainText("找到 1 条，共 3 条");
  await expect(history.search).toBeFocused();
  await tabTo(upload, "选择 dune.png");
  await page.keyboard.press("c");
  await expect.poll(() => upload.clipboard()).toBe(dune);

  await history.search.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await expect(history.actions).toContainText("共 3 条");
  await tabTo(upload, "选择 a.png");
  await page.keyboard.press("Space");
  await page.keyboard.press("c");
  await expect.poll(() => upload.clipboard()).toBe(a);
  await page.keyboard.press("Escape");
  await expect(history.actions).toContainText("共 3 条");
  await expect(history.select("a.png")).toBeFocused();

  const names = await history.names();
  const [first = "", second = "", third = ""] = names;
  await history.select(first).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Delete");
  await expect(history.row(first)).toHaveCount(0);
  await expect(history.select(second)).toBeFocused();
  await page.keyboard.press("Space");
  await tabTo(upload, `选择 ${third}`);
  await page.keyboard.press("Space");
  await press(upload, "删除", true);
  await expect(page.getByText("还没有历史记录")).toBeVisible();
  await expect(history.title).toBeFocused();

  await page.keyboard.press("Control+z");
  await expect(history.actions).toContainText("共 2 条");
  await press(upload, "撤销");
  await expect(history.actions).toContainText("共 3 条");
  await expect(history.title).toBeFocused();

  await press(upload, "导出");
  const download = page.waitForEvent("download");
  await press(upload, /^CSV/);
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "导出" })).toBeFocused();
});
