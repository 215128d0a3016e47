import type { Page } from "@playwright/test";
import { smallPng } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import { fillHistory, HistoryPage } from "./history-page.ts";

const FILES = 40;

/** The addresses that a printed page leads to. */
async function printedAddresses(page: Page): Promise<string[]> {
  const pdf = await page.pdf({ format: "A4" });
  return [...pdf.toString("latin1").matchAll(/\/URI \(([^)]*)\)/g)].map((match) => match[1] ?? "");
}

test("a printed list has every file's name and link, not only those in view, and no buttons", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const files = await Promise.all(
    Array.from({ length: FILES }, async (_, index) => ({
      name: `第 ${index} 张.png`,
      type: "image/png",
      bytes: await smallPng(Math.random() + index),
    })),
  );
  await upload.drop(...(await writeFiles(folder, files)));
  await upload.settled(FILES);
  await upload.copyAllButton.click();
  const copied = async () => new Set((await upload.clipboard()).split("\n"));
  await expect.poll(async () => (await copied()).size).toBe(FILES);
  const links = await copied();
  await page.evaluate(() => window.scrollTo(0, 700));
  await page.evaluate(() => {
    addEventListener("beforeprint", () => {
      const shown = [...document.body.children].filter((child) => getComputedStyle(child).display !== "none");
      Object.assign(window, { printed: shown.map((child) => child.textContent).join("\n") });
    });
  });

  await page.emulateMedia({ media: "print" });
  expect(new Set(await printedAddresses(page))).toEqual(links);
  const text = String(await page.evaluate(() => Reflect.get(window, "printed")));
  for (const { name } of files) expect(text).toContain(name);
  expect(text).toContain(`${FILES} / ${FILES} 已完成`);
  for (const control of ["复制", "选择图片", "历史"]) expect(text).not.toContain(control);

  await page.emulateMedia({ media: "screen" });
  await expect(upload.copyAllButton).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(700);
  expect(await page.locator("a").count()).toBeLessThan(FILES);
});

test("a printed history has every link that is listed", async ({ upload }) => {
  const { page } = upload;
  const history = new HistoryPage(page);
  await history.open();
  await fillHistory(page, 300);
  await page.reload();
  await history.title.waitFor();
  await history.search.fill("西湖");
  await history.actions.getByText("找到 60 条，共 300 条").waitFor();
  const addresses = new Set(await printedAddresses(page));
  expect(addresses.size).toBe(60);
});
