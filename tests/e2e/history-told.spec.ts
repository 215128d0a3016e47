import type { Locator, Page } from "@playwright/test";
import { png } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import { HistoryPage, uploadThenOpen } from "./history-page.ts";

/** Where the page says results to screen readers. */
const saidOn = (page: Page): Locator => page.getByRole("status").last();

const pictures = (...names: string[]) => Promise.all(names.map((name) => png(name)));

test("a screen reader hears what a search finds once nothing more is typed", async ({ upload, folder }) => {
  const history = await uploadThenOpen(upload, await writeFiles(folder, await pictures("lake.png", "hill.png")));
  const said = saidOn(upload.page);
  await upload.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const region = [...document.querySelectorAll('[role="status"]')].at(-1);
    if (region)
      new MutationObserver(() => heard.push(region.textContent ?? "")).observe(region, {
        childList: true,
        subtree: true,
      });
  });
  await history.search.pressSequentially("lak");
  await expect(said).toHaveText("找到 1 条，共 2 条");
  expect(await upload.page.evaluate(() => Reflect.get(window, "heard"))).toEqual(["找到 1 条，共 2 条"]);

  await history.search.fill("nowhere");
  await expect(said).toHaveText("没有符合条件的链接");
  await history.button("清除条件").click();
  await expect(said).toHaveText("共 2 条");
});

test("the way back from a deletion stays as long as the focus or the pointer is at it", async ({ upload, folder }) => {
  const { page } = upload;
  const history = await uploadThenOpen(upload, await writeFiles(folder, await pictures("a.png", "b.png")));
  await page.clock.install();
  const undo = history.button("撤销");

  await history.select("a.png").click();
  await page.keyboard.press("Delete");
  await undo.waitFor();
  await expect(saidOn(page)).toHaveText("已删除 1 条，按 Ctrl+Z 撤销");
  await page.clock.runFor(15_000);
  await undo.focus();
  await page.clock.runFor(60_000);
  await undo.hover();
  await history.title.focus();
  await page.clock.runFor(60_000);
  await expect(undo).toBeVisible();
  await page.mouse.move(5, 5);
  await page.clock.runFor(19_000);
  await expect(undo).toBeVisible();
  await page.clock.runFor(2_000);
  await expect(undo).toHaveCount(0);

  await history.select("b.png").click();
  await page.keyboard.press("Delete");
  await undo.focus();
  await page.clock.runFor(60_000);
  await page.keyboard.press("Enter");
  await expect(history.row("b.png")).toBeVisible();
  await expect(undo).toHaveCount(0);
});

test("today's links are today's after midnight as well", async ({ upload, folder }) => {
  const { page } = upload;
  const history = await uploadThenOpen(upload, await writeFiles(folder, await pictures("evening.png")));
  const beforeMidnight = new Date();
  beforeMidnight.setHours(23, 59, 30, 0);
  await page.clock.install({ time: beforeMidnight });
  await page.reload();
  await history.title.waitFor();
  await page.getByRole("combobox", { name: "时间" }).selectOption("today");
  await expect(history.actions).toContainText("共 1 条");
  await expect(history.row("evening.png")).toBeVisible();
  await page.clock.runFor(60_000);
  await expect(page.getByText("没有符合条件的链接")).toBeVisible();
});

test("text pasted beside the search field leaves the history as it is, and a pasted picture shows the uploads", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const history = await uploadThenOpen(upload, await writeFiles(folder, await pictures("lake.png", "hill.png")));
  await history.search.fill("lake");
  await history.select("lake.png").click();
  await paste(page, "only words");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(history.actions).toContainText("已选 1 条");
  await expect(history.search).toHaveValue("lake");

  await history.button("返回上传").click();
  await expect(upload.row("lake.png")).toBeVisible();
  await expect(page.getByText("没有找到图片。")).toHaveCount(0);

  const again = new HistoryPage(page);
  await again.open();
  await paste(page, new Uint8Array((await png("pasted.png")).bytes));
  await expect(upload.chooseButton).toBeVisible();
  await upload.settled(3);
});

/** Pastes a text, or a picture's bytes, into the page. */
function paste(page: Page, what: string | Uint8Array): Promise<void> {
  return page.evaluate(
    (given) => {
      const clipboardData = new DataTransfer();
      if (typeof given === "string") clipboardData.setData("text/plain", given);
      else clipboardData.items.add(new File([new Uint8Array(given)], "shot.png", { type: "image/png" }));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    typeof what === "string" ? what : [...what],
  );
}
