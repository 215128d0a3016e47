import type { Page, Route } from "@playwright/test";
import { png, smallPng } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import { HistoryPage } from "./history-page.ts";
import { tabThrough } from "./tabbing.ts";

test("the note of a gateway that is away stays while it is asked again, and the focus outlives it", async ({
  upload,
}) => {
  const { page } = upload;
  let answer: (route: Route) => unknown = (route) => route.abort();
  await page.route("**/api/config", (route) => answer(route));
  await page.reload();
  const retry = page.getByRole("alert").getByRole("button", { name: "重试" });
  await retry.focus();

  const asked = new Promise<Route>((resolve) => {
    answer = resolve;
  });
  await page.keyboard.press("Enter");
  const question = await asked;
  await expect(retry).toHaveAttribute("aria-disabled", "true");
  await expect(retry).toBeFocused();

  await question.continue();
  await expect(retry).toHaveCount(0);
  await expect(upload.chooseButton).toBeFocused();
});

test("a control of the history that takes itself away leaves the focus where the work goes on", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const history = new HistoryPage(page);
  await upload.drop(...(await writeFiles(folder, [await png("a.png")])));
  await upload.settled(1);
  await history.open();

  await history.search.fill("no such picture");
  await history.button("清除条件").press("Enter");
  await expect(history.row("a.png")).toBeVisible();
  await expect(history.search).toBeFocused();

  await history.import("broken.json", "not a history");
  await history.button("关闭提示").press("Enter");
  await expect(history.button("关闭提示")).toHaveCount(0);
  await expect(history.title).toBeFocused();

  await history.select("a.png").check();
  await history.button("取消选择").press("Enter");
  await expect(history.actions).toBeFocused();

  const turn = history.button("返回上传");
  await turn.press("Enter");
  await expect(page.getByRole("button", { name: "历史", exact: true })).toBeFocused();

  await history.open();
  await history.select("a.png").check();
  await history.button("删除").press("Enter");
  await history.button("去上传图片").press("Enter");
  await expect(upload.row("a.png")).toBeVisible();
  await expect(upload.chooseButton).toBeFocused();
});

test("on a phone a dialog can be seen to be closed by its cross", async ({ upload }) => {
  await upload.page.setViewportSize({ width: 390, height: 844 });
  await upload.page.getByRole("button", { name: "设置" }).click();
  await expect(upload.page.getByRole("dialog").getByRole("button", { name: "关闭" }).locator("svg")).toBeVisible();
});

/** Goes up from the last row by keyboard. @returns what of the focused rows' controls was under the bar, by name. */
async function hiddenOnTheWayUp(page: Page, bar: string, steps: number): Promise<string[]> {
  await page.getByRole("article").last().getByRole("button").last().focus();
  const hidden: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press("Shift+Tab");
    const found = await page.evaluate((label) => {
      const focused = document.activeElement;
      const end = document.querySelector(`section[aria-label="${label}"]`)?.getBoundingClientRect().bottom ?? 0;
      if (!focused?.closest("article") || focused.getBoundingClientRect().top >= end) return undefined;
      return `${focused.getAttribute("aria-label")} above ${end}`;
    }, bar);
    if (found !== undefined) hidden.push(found);
  }
  return hidden;
}

test("what has the focus is never under the bar that stays at the top, whatever its height", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const names = Array.from({ length: 18 }, (_, index) => `${index}.png`);
  const files = await Promise.all(
    names.map(async (name, seed) => ({ name, type: "image/png", bytes: await smallPng(seed) })),
  );
  await upload.drop(...(await writeFiles(folder, files)));
  await upload.settled(names.length);
  for (const width of [1280, 660]) {
    await page.setViewportSize({ width, height: 720 });
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await expect(upload.row("17.png")).toBeInViewport();
    expect(await hiddenOnTheWayUp(page, "列表操作", 54)).toEqual([]);
  }

  const history = new HistoryPage(page);
  await history.open();
  await history.actions.getByText("共 18 条").waitFor();
  for (const width of [1280, 660]) {
    await page.setViewportSize({ width, height: 720 });
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await expect(page.locator('li[aria-posinset="18"]')).toBeInViewport();
    expect(await hiddenOnTheWayUp(page, "历史操作", 36)).toEqual([]);
  }
});

test("on a phone the way out of a dialog stays in sight, and nothing that has the focus is under it", async ({
  upload,
}) => {
  const { page } = upload;
  await page.setViewportSize({ width: 360, height: 640 });
  await page.getByRole("button", { name: "设置" }).click();
  const dialog = page.getByRole("dialog");
  const cross = dialog.getByRole("button", { name: "关闭" });
  await dialog.getByRole("radio").last().focus();
  await expect(dialog.getByRole("radio").last()).toBeInViewport();
  await expect(cross).toBeInViewport({ ratio: 1 });
  const end = (await cross.boundingBox()) ?? { y: 0, height: 0 };
  for (let step = 0; step < 8; step += 1) {
    await page.keyboard.press("Shift+Tab");
    const top = await page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? 0);
    if (await cross.evaluate((element) => element === document.activeElement)) break;
    expect(top).toBeGreaterThanOrEqual(end.y + end.height);
  }
});

test("on a low screen, as when zoomed in, Tab goes through every row, whether it is in view yet or not", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const names = ["a.png", "b.png", "c.png", "d.png"];
  await upload.drop(...(await writeFiles(folder, await Promise.all(names.map((name) => png(name))))));
  await upload.settled(names.length);
  // The list begins within the first, and just below the second.
  for (const height of [400, 240]) {
    await page.setViewportSize({ width: 640, height });
    await page.evaluate(() => window.scrollTo(0, 0));
    // While the page scrolls up, rows are kept above the window alone, and below it again once it stands.
    await expect(upload.row("a.png")).toBeAttached();
    await upload.copyAllButton.focus();
    expect(await tabThrough(page, 6 * names.length)).toEqual(
      expect.arrayContaining(names.map((name) => `移除 ${name}`)),
    );
  }
});
