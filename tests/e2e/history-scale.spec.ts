import type { Page } from "@playwright/test";
import { png } from "../helpers/images.ts";
import { expectAccessible } from "./accessible.ts";
import { expect, test, watchForProblems, writeFiles } from "./fixtures.ts";
import { fillHistory, HistoryPage } from "./history-page.ts";
import { tabThrough } from "./tabbing.ts";
import { UploadPage } from "./upload-page.ts";

const ROWS = 10_000;

async function openFilled(upload: UploadPage, rows: number): Promise<HistoryPage> {
  const history = new HistoryPage(upload.page);
  await history.open();
  await fill(history, rows);
  return history;
}

async function fill(history: HistoryPage, rows: number): Promise<void> {
  // The page makes the tables.
  await expect(history.page.getByText("还没有历史记录")).toBeVisible();
  await fillHistory(history.page, rows);
  await history.page.reload();
  await expect(history.actions).toContainText(`共 ${new Intl.NumberFormat("zh-CN").format(rows)} 条`);
}

function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test("ten thousand entries are searched, scrolled, selected, copied, deleted and brought back, with few in the document", async ({
  upload,
}) => {
  test.setTimeout(180_000);
  const history = await openFilled(upload, ROWS);
  const { page } = upload;
  await expect(history.row("西湖 0.png")).toBeVisible();
  expect(await page.getByRole("article").count()).toBeLessThan(60);

  await page.keyboard.press("End");
  await expect(history.row("IMG_09999.jpg")).toBeVisible();
  await expect(history.row("IMG_09999.jpg").locator("img")).toBeVisible();
  expect(await page.getByRole("article").count()).toBeLessThan(60);
  await page.keyboard.press("Home");

  await history.search.fill("西湖");
  await expect(history.actions).toContainText("找到 2,000 条，共 10,000 条");
  await page.getByRole("checkbox", { name: "选择列出的全部链接" }).click();
  await history.button("复制 2,000 个链接").click();
  await expect(page.getByText("已复制 2,000 个链接")).toBeAttached();
  const links = (await upload.clipboard()).split("\n");
  expect(links).toHaveLength(2000);
  expect(links[1]).toContain("00000005");

  await history.actions.getByRole("button", { name: "删除" }).click();
  await expect(history.actions).toContainText("找到 0 条，共 8,000 条");
  await history.button("撤销").click();
  await expect(history.actions).toContainText("找到 2,000 条，共 10,000 条");
  await history.button("返回上传").click();
  await expect(upload.chooseButton).toBeVisible();
});

test("axe finds nothing on a long history: several picked out by their range, a dialog, a way back and a refusal", async ({
  upload,
}) => {
  test.setTimeout(120_000);
  const { page } = upload;
  const history = new HistoryPage(page);
  await history.open();
  await fill(history, 30);
  await history.select("西湖 0.png").click();
  await history.select("IMG_00002.jpg").click({ modifiers: ["Shift"] });
  await expectAccessible(page, "three picked out");
  await history.button("导出").click();
  await expectAccessible(page, "export");
  await page.keyboard.press("Escape");
  await expect(history.actions).toContainText("已选 3 条");
  await page.keyboard.press("Delete");
  await history.button("撤销").waitFor();
  await history.import("foreign.json", "[]");
  await expect(history.actions).toContainText("这个 JSON 文件不是从这里导出的历史。");
  await expectAccessible(page, "three deleted, and an import refused");
});

test("at 360 pixels nothing of the history stands beyond the edge", async ({ upload }) => {
  const { page } = upload;
  await page.setViewportSize({ width: 360, height: 740 });
  const history = await openFilled(upload, 30);
  expect(await sidewaysOverflow(page)).toBe(0);
  await history.select("西湖 0.png").click();
  await page.getByRole("combobox", { name: "时间" }).selectOption("custom");
  expect(await sidewaysOverflow(page)).toBe(0);
  // Asked all at once: the virtual list takes rows away while one after another is asked.
  const beyond = await page.locator("button, select, input:not([hidden])").evaluateAll((controls) =>
    controls
      .filter((control) => {
        const { left, right, width } = control.getBoundingClientRect();
        return width === 0 || left < 0 || right > 360;
      })
      .map((control) => control.outerHTML),
  );
  expect(beyond).toEqual([]);
});

test("the history is worked by keyboard alone, with the focus in sight", async ({ upload }) => {
  const { page } = upload;
  await openFilled(upload, 5);
  expect(await tabThrough(page, 14)).toEqual(
    expect.arrayContaining([
      "搜索历史",
      "格式",
      "域名",
      "时间",
      "选择列出的全部链接",
      "检查链接",
      "导出",
      "导入",
      "选择 西湖 0.png",
      "西湖 0.png 的链接",
      "复制 西湖 0.png 的链接",
    ]),
  );
});

test.describe("in an English browser", () => {
  test.use({ locale: "en-GB" });

  test("the history is English", async ({ page, app }) => {
    await page.goto(`${app.url}/#history`);
    await expect(page.getByRole("heading", { name: "No history yet" })).toBeVisible();
    await page.getByRole("button", { name: "Uploads", exact: true }).click();
    await expect(page.getByRole("button", { name: "History" })).toBeVisible();
  });
});

test("where the browser refuses to keep anything, the history says so and uploads work as ever", async ({
  page,
  app,
  folder,
}) => {
  await page.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException("The user denied permission to access the database.", "SecurityError");
    };
  });
  const problems = watchForProblems(page);
  const upload = new UploadPage(page);
  await upload.open(app.url);
  await upload.drop(...(await writeFiles(folder, [await png("safe.png")])));
  await upload.settled(1);
  await expect(upload.row("safe.png")).toHaveAttribute("data-stage", "done");

  await new HistoryPage(page).open();
  await expect(page.getByRole("alert")).toContainText("这个浏览器现在不能保存历史");
  await expect(page.getByRole("alert")).toContainText("上传和复制不受影响");
  expect(problems).toEqual([]);
});

test("where the browser's space is used up, the history says so and the upload is done all the same", async ({
  page,
  app,
  folder,
}) => {
  await page.addInitScript(() => {
    // What Chromium does when the quota is used up: the transaction is aborted with this error.
    IDBObjectStore.prototype.put = function put(this: IDBObjectStore) {
      throw new DOMException("Quota exceeded.", "QuotaExceededError");
    };
  });
  const upload = new UploadPage(page);
  await upload.open(app.url);
  await upload.drop(...(await writeFiles(folder, [await png("full.png")])));
  await upload.settled(1);
  await expect(upload.row("full.png")).toHaveAttribute("data-stage", "done");

  await new HistoryPage(page).open();
  await expect(page.getByRole("alert")).toContainText("浏览器给本页的空间已满，历史没有保存");
});
