import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { startApp } from "../helpers/app-process.ts";
import { paddedPng, png, webp } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import { UploadPage } from "./upload-page.ts";

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`in ${colorScheme}, axe finds nothing on the empty page, on a running one and on one with failures`, async ({
    upload,
    folder,
  }) => {
    await upload.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectAccessible(upload.page);

    const session = await upload.page.context().newCDPSession(upload.page);
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 256 * 1024,
    });
    const paths = await writeFiles(folder, [
      await webp("done.webp"),
      { name: "notes.png", type: "text/plain", bytes: Buffer.from("no picture") },
      await paddedPng("running.png", 4 * 1024 ** 2),
    ]);
    await upload.drop(...paths);
    await expect(upload.row("running.png")).toHaveAttribute("data-stage", "uploading");
    await expect(upload.row("done.webp")).toHaveAttribute("data-stage", "done");
    await expectAccessible(upload.page);

    await upload.summary.getByRole("button", { name: "全部取消" }).click();
    await upload.settled(3);
    await expectAccessible(upload.page);
  });
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

for (const locale of ["zh-CN", "en-GB"]) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    for (const colorScheme of ["light", "dark"] as const) {
      test(`in ${colorScheme}, axe finds nothing in the dialogs, nor where a token or the service is missing`, async ({
        page,
      }) => {
        const own = await startApp("built", { ACCESS_TOKEN: "a-token-for-this-test" });
        try {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          await page.goto(own.url);
          await page.getByRole("form").waitFor();
          await expectAccessible(page);
          for (const name of [/^(设置|Settings)$/, /^(快捷键|Shortcuts)$/]) {
            await page.getByRole("button", { name }).click();
            await page.getByRole("dialog").waitFor();
            await expectAccessible(page);
            await page.keyboard.press("Escape");
          }
          await page.route("**/api/config", (route) => route.abort());
          await page.reload();
          await page.getByRole("alert").waitFor();
          await expectAccessible(page);
        } finally {
          await own.stop();
        }
      });
    }
  });
}

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

test("text of twice the size still fits the page", async ({ upload, folder }) => {
  await upload.page.setViewportSize({ width: 640, height: 900 });
  await upload.page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  await upload.drop(...(await writeFiles(folder, [await png("double.png")])));
  await upload.settled(1);
  expect(await sidewaysOverflow(upload.page)).toBe(0);
});

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

test("everything is reached by keyboard, with the focus in sight", async ({ upload, folder }) => {
  await upload.drop(...(await writeFiles(folder, [await png("keys.png")])));
  await upload.settled(1);
  await upload.page.locator("body").focus();

  const visited: string[] = [];
  for (let step = 0; step < 24; step += 1) {
    await upload.page.keyboard.press("Tab");
    const focus = await upload.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
      return { name, visible: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2 };
    });
    if (!focus) continue;
    expect(focus.visible, focus.name).toBe(true);
    visited.push(focus.name);
  }
  expect(visited).toEqual(
    expect.arrayContaining([
      "历史",
      "设置",
      "English",
      "选择图片",
      "选择文件夹",
      "清除已完成",
      "复制全部链接（1）",
      "选中 keys.png",
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
  const said = upload.page.getByRole("status");
  const [path = ""] = await writeFiles(folder, [await png("said.png")]);
  await upload.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const region = document.querySelector('[role="status"]');
    if (region)
      new MutationObserver(() => heard.push(region.textContent ?? "")).observe(region, {
        childList: true,
        subtree: true,
      });
  });
  await upload.drop(path);
  await expect(said).toHaveText("上传结束：1 个成功，0 个失败");
  await upload.copyAllButton.click();
  await expect(said).toHaveText("已复制 1 个链接");
  expect(await upload.page.evaluate(() => Reflect.get(window, "heard"))).toContain("已添加 1 个文件");
});
