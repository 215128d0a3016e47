import type { Route } from "@playwright/test";
import { png } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import { HistoryPage } from "./history-page.ts";

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
