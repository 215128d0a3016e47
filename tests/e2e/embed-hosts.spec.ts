import { startApp } from "../helpers/app-process.ts";
import { png } from "../helpers/images.ts";
import { type RunningHosts, startHosts } from "../hosts/start-hosts.ts";
import { choose, embeddedFrame } from "./embed-fixtures.ts";
import { test as base, expect } from "./fixtures.ts";

const test = base.extend<object, { hosts: RunningHosts }>({
  hosts: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that a function wants from its pattern
    async ({}, use) => {
      const hosts = await startHosts(0);
      await use(hosts);
      await hosts.close();
    },
    { scope: "worker" },
  ],
  app: [
    async ({ hosts }, use) => {
      // As `npm run hosts` has it; the other embed tests run on what was built.
      const app = await startApp("dev", { EMBED_ORIGINS: hosts.origin });
      hosts.setApp(app.url);
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

// Two dev servers compile on their first request.
test.describe.configure({ timeout: 120_000 });

test("a plain form gets a cover in its field, and an album in the order chosen", async ({ page, app, hosts }) => {
  expect(app.url).not.toBe(hosts.origin);
  await page.goto(`${hosts.origin}/form/`);
  await choose(await embeddedFrame(page), [await png("cover.png")]);
  await expect(page.locator("[name=cover]")).toHaveValue(/^http.*\.png$/);
  await page.getByRole("button", { name: "添加图片" }).click();
  const dialog = await embeddedFrame(page, 1);
  await choose(dialog, [await png("1.png"), await png("2.png")]);
  await dialog.getByRole("button", { name: "插入 2 张图片" }).click();
  await page.getByRole("button", { name: "保存" }).click();

  const saved = JSON.parse((await page.locator("#saved").textContent()) ?? "");
  expect(saved).toMatchObject({ title: "手工陶杯", cover: expect.stringMatching(/\.png$/) });
  await expect(page.locator("#gallery img")).toHaveCount(2);
  expect(
    await page.locator("#gallery img").evaluateAll((all) => all.map((one) => (one as HTMLImageElement).alt)),
  ).toEqual(["1.png", "2.png"]);
  expect(saved.pictures).toHaveLength(2);
});

test("a React panel shows what was uploaded, and its theme reaches the frame", async ({ page, app, hosts }) => {
  expect(app.url).not.toBe(hosts.origin);
  await page.goto(`${hosts.origin}/react/`);
  await expect(page.locator("iframe")).toHaveCount(1);
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("a.png"), await png("b.png")]);
  await expect(page.getByRole("list", { name: "Chosen pictures" }).getByRole("img")).toHaveCount(2);
  await page.getByRole("button", { name: "Dark theme" }).click();
  await expect.poll(() => frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
});

test("an editor takes the picture at the cursor", async ({ page, app, hosts }) => {
  expect(app.url).not.toBe(hosts.origin);
  await page.goto(`${hosts.origin}/editor/`);
  await page.getByText("第一段。").click();
  await page.keyboard.press("End");
  // The editor lets its buttons be pressed a moment after it has got the cursor.
  await page.locator('[data-menu-key="uploadImage"]:not(.disabled)').click();
  await expect(page.getByRole("dialog")).toBeVisible();
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("in the text.png")]);
  await frame.getByRole("button", { name: "插入 1 张图片" }).click();

  const paragraphs = page.locator("#editor p");
  await expect(paragraphs.nth(0).locator('img[alt="in the text.png"]')).toHaveCount(1);
  await expect(paragraphs.nth(1)).toHaveText("第二段。");
  await expect(page.locator("#editor img")).toHaveCount(1);
});
