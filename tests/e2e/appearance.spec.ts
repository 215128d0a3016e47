import type { Page } from "@playwright/test";
import { heic } from "../helpers/heic.ts";
import { png } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import { tabThrough } from "./tabbing.ts";
import { UploadPage } from "./upload-page.ts";

function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test("who asks for less motion gets none: no colour fades and nothing slides", async ({ upload, folder }) => {
  await upload.page.emulateMedia({ reducedMotion: "reduce" });
  await upload.drop(...(await writeFiles(folder, [await png("still.png")])));
  await upload.settled(1);
  const moving = await upload.page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return animationName !== "none" || transitionDuration.split(", ").some((duration) => duration !== "0s");
      })
      .map((element) => element.outerHTML),
  );
  expect(moving).toEqual([]);
});

test("at 360 pixels nothing stands beyond the edge, with long and Chinese names and errors in the list", async ({
  upload,
  folder,
}) => {
  await upload.page.setViewportSize({ width: 360, height: 740 });
  expect(await sidewaysOverflow(upload.page)).toBe(0);
  const paths = await writeFiles(folder, [
    await png(`${"很长的中文文件名".repeat(8)}.png`),
    await png(`${"unbroken".repeat(20)}.png`),
    { name: "empty.png", type: "image/png", bytes: Buffer.alloc(0) },
  ]);
  await upload.drop(...paths);
  await upload.settled(3);
  expect(await sidewaysOverflow(upload.page)).toBe(0);
  for (const button of await upload.page.getByRole("button").all()) {
    const box = await button.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 360, (await button.textContent()) ?? "").toBe(true);
  }
});

test("text of twice the size still fits the page, on a phone too, with a link, an error and a selection in the list", async ({
  upload,
  folder,
}) => {
  await upload.page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  const empty = { name: "empty.png", type: "image/png", bytes: Buffer.alloc(0) };
  await upload.drop(...(await writeFiles(folder, [await png("double.png"), empty, heic("double.heic")])));
  await upload.settled(3);
  await upload.page.getByRole("checkbox", { name: "选择 double.png" }).check();
  for (const width of [640, 360]) {
    await upload.page.setViewportSize({ width, height: 900 });
    expect(await sidewaysOverflow(upload.page), `at ${width} pixels`).toBe(0);
  }
});

test("a theme chosen against the system's is there before the page's own code, and colours the browser's bars", async ({
  page,
  app,
}) => {
  const [light, dark] = ["#f5f6f8", "#0f1216"];
  await page.emulateMedia({ colorScheme: "light" });
  const upload = new UploadPage(page);
  await upload.open(app.url);
  expect(await barColour(page)).toBe(light);
  const keptTheme = (theme: string) =>
    page.evaluate((chosen) => {
      const kept: unknown = JSON.parse(localStorage.getItem("cosdrop:preferences") ?? "{}");
      localStorage.setItem("cosdrop:preferences", JSON.stringify(Object.assign({}, kept, { theme: chosen })));
    }, theme);
  await keptTheme("dark");

  let letCodeCome = () => {};
  const codeMayCome = new Promise<void>((resolve) => {
    letCodeCome = resolve;
  });
  await page.route("**/assets/*.js", async (route) => {
    await codeMayCome;
    await route.continue();
  });
  await page.goto(app.url, { waitUntil: "commit" });
  await expect(page.locator("html")).toHaveCSS("background-color", "rgb(15, 18, 22)");
  await expect(page.locator("#root")).toBeEmpty();
  letCodeCome();
  await upload.chooseButton.waitFor();
  expect(await barColour(page)).toBe(dark);

  await keptTheme("system");
  await upload.open(app.url);
  expect(await barColour(page)).toBe(light);
  expect(await (await page.request.get(`${app.url}/embed`)).text()).not.toContain("theme.js");
});

/** What a browser would colour its bars with: the first of the page's colours whose media hold. */
function barColour(page: Page): Promise<string | undefined> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')].find(
        ({ media }) => matchMedia(media).matches,
      )?.content,
  );
}

for (const locale of ["zh-CN", "en-GB"]) {
  test.describe(`with text of twice the size, in ${locale}`, () => {
    test.use({ locale });

    test("the way in, the history's dates and the dialogs fit the narrowest screens", async ({ page, app, folder }) => {
      await page.goto(app.url);
      await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
      await page.locator("[data-way-in]").waitFor();
      const widths = [320, 360];
      const fits = async (what: string) => {
        for (const width of widths) {
          await page.setViewportSize({ width, height: 2000 });
          expect(await sidewaysOverflow(page), `${what} at ${width} pixels`).toBe(0);
        }
      };
      await fits("the empty page");
      await page.setViewportSize({ width: 360, height: 740 });
      const folderButton = await page.getByRole("button", { name: /^(选择文件夹|Choose a folder)$/ }).boundingBox();
      const limits = await page.getByText(/100 MB/).boundingBox();
      expect(folderButton && limits && limits.y >= folderButton.y + folderButton.height).toBe(true);
      await page.setViewportSize({ width: 360, height: 2000 });

      const [path = ""] = await writeFiles(folder, [await png("double.png")]);
      const chooser = page.waitForEvent("filechooser");
      await page.locator("[data-way-in]").click();
      await (await chooser).setFiles(path);
      await expect(page.locator('article[data-stage="done"]')).toBeVisible();
      await fits("the list");

      await page.getByRole("button", { name: /^(历史|History)$/ }).click();
      await page.getByRole("combobox", { name: /时间|Date/ }).selectOption("custom");
      await expect(page.locator('input[type="date"]')).toHaveCount(2);
      await fits("the history");
      for (const field of await page.locator('input[type="date"], search select').all()) {
        expect(await field.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
      }

      for (const name of [/^(设置|Settings)$/, /^(快捷键|Shortcuts)$/]) {
        await page.getByRole("button", { name }).click();
        const dialog = page.getByRole("dialog");
        await expect(dialog.getByRole("switch").first()).toBeVisible();
        for (const width of widths) {
          await page.setViewportSize({ width, height: 2000 });
          const over = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth);
          expect(over, `${name} at ${width} pixels`).toBe(0);
        }
        await page.keyboard.press("Escape");
      }
    });
  });
}

test.describe("in an English browser", () => {
  test.use({ locale: "en-GB" });

  test("the page is English, and one button turns it to Chinese and back", async ({ page, app }) => {
    await page.goto(app.url);
    await expect(page.getByRole("heading", { name: "Drop images here" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.getByRole("button", { name: "中文" }).click();
    await expect(new UploadPage(page).chooseButton).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
    await page.getByRole("button", { name: "English" }).click();
    await expect(page.getByRole("button", { name: "Choose images" })).toBeVisible();
  });
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("a keyboard that belongs to it shows its keys, though no button names them", async ({ upload }) => {
    await expect(upload.page.getByRole("button", { name: "快捷键" })).toBeHidden();
    await upload.page.keyboard.press("?");
    await expect(upload.page.getByRole("heading", { name: "快捷键" })).toBeVisible();
  });

  test("the page speaks of choosing, not of dragging or of keys", async ({ upload, folder }) => {
    const { page } = upload;
    await expect(page.getByRole("heading", { name: "上传图片" })).toBeVisible();
    await upload.pick(...(await writeFiles(folder, [await png("phone.png")])));
    await expect(upload.link("phone.png")).toBeVisible();
    await expect(page.getByRole("heading", { name: "继续添加图片" })).toBeVisible();
    await expect(page.getByText(/拖|快捷键/).filter({ visible: true })).toHaveCount(0);
  });
});

test("everything is reached by keyboard, with the focus in sight", async ({ upload, folder }) => {
  await upload.drop(...(await writeFiles(folder, [await png("keys.png")])));
  await upload.settled(1);
  await upload.page.locator("body").focus();

  expect(await tabThrough(upload.page, 24)).toEqual(
    expect.arrayContaining([
      "历史",
      "设置",
      "English",
      "选择图片",
      "选择文件夹",
      "清除已完成",
      "复制全部链接（1）",
      "选择 keys.png",
      "keys.png 的链接",
      "复制 keys.png 的链接",
      "keys.png 的二维码",
      "在新标签页打开 keys.png",
      "移除 keys.png",
      "快捷键",
    ]),
  );
});

test("results are told to a screen reader: files added, uploads ended, links copied", async ({ upload, folder }) => {
  const said = upload.page.getByRole("status").last();
  const [path = ""] = await writeFiles(folder, [await png("said.png")]);
  await upload.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const region of document.querySelectorAll('[role="status"]'))
      new MutationObserver(() => heard.push(region.textContent ?? "")).observe(region, {
        childList: true,
        subtree: true,
      });
  });
  await upload.drop(path);
  await expect(said).toHaveText("上传结束：1 个成功");
  await upload.copyAllButton.click();
  await expect(said).toHaveText("已复制 1 个链接");
  expect(await upload.page.evaluate(() => Reflect.get(window, "heard"))).toContain("已添加 1 个文件");
});

test("what is told of a run is what ended in it, cancelled files included, and nothing of the run before", async ({
  upload,
  folder,
}) => {
  const said = upload.page.getByRole("status").last();
  await upload.drop(...(await writeFiles(folder, [await png("first.png"), await png("second.png")])));
  await expect(said).toHaveText("上传结束：2 个成功");

  await upload.page.route("**/tool/cos/sign?*", () => undefined);
  const broken = { name: "broken.png", type: "image/png", bytes: Buffer.from("I am no picture.") };
  await upload.drop(...(await writeFiles(folder, [broken, await png("stopped.png")])));
  await upload.row("stopped.png").getByRole("button", { name: "取消 stopped.png" }).click();
  await expect(said).toHaveText("上传结束：1 个失败，1 个已取消");

  await upload.page.unroute("**/tool/cos/sign?*");
  await upload.row("stopped.png").getByRole("button", { name: "重试 stopped.png" }).click();
  await expect(said).toHaveText("上传结束：1 个成功");
});
