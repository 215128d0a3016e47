import type { Locator } from "@playwright/test";
import { jpegWithExif, png } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import { HistoryPage } from "./history-page.ts";

const LONG = `${"holiday photo of the whole family ".repeat(6)}number 1.png`;

/** Whether the browser's own search finds a name, and what three clicks on it pick out. */
async function readName(row: Locator, name: string): Promise<{ found: boolean; selected: string }> {
  const text = row.getByText(name, { exact: true });
  const found = await text.evaluate((_, wanted) => {
    getSelection()?.removeAllRanges();
    const find: unknown = Reflect.get(window, "find");
    return typeof find === "function" && find.call(window, wanted) === true;
  }, name);
  await text.click({ clickCount: 3, position: { x: 8, y: 8 } });
  const selected = await text.evaluate(() => String(getSelection()).trim());
  return { found, selected };
}

test("a name is found and copied whole, whether it fits its row or is cut", async ({ upload, folder }) => {
  const { page } = upload;
  const names = ["holiday photo number 1.png", LONG];
  await upload.drop(...(await writeFiles(folder, await Promise.all(names.map((name) => png(name))))));
  await upload.settled(names.length);
  for (const name of names) {
    expect(await readName(upload.row(name), name)).toEqual({ found: true, selected: name });
  }
  const history = new HistoryPage(page);
  await history.open();
  for (const name of names) {
    expect(await readName(history.row(name), name)).toEqual({ found: true, selected: name });
  }
});

test("a name that is cut shows its ending as well, and is whole again when there is room", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const name = "holiday photo of the whole family number 1.png";
  await upload.drop(...(await writeFiles(folder, [await png(name)])));
  await upload.settled(1);
  const shown = upload.row(name).locator("bdi");
  const ending = () => shown.evaluate((element) => getComputedStyle(element, "::after").content);
  await expect.poll(ending).toBe("none");
  await page.setViewportSize({ width: 390, height: 800 });
  await expect.poll(ending).toContain("mber 1.png");
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(ending).toBe("none");
});

test("beside all that is said of a file, its name still shows its beginning and the whole of its ending", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const name = "IMG_20260412_183045.jpg";
  await upload.drop(...(await writeFiles(folder, [await jpegWithExif(name)])));
  await upload.settled(1);
  const shown = upload.row(name).locator("bdi");
  for (const width of [640, 700, 768]) {
    await page.setViewportSize({ width, height: 800 });
    const over = () => shown.evaluate((element) => element.scrollWidth - element.clientWidth);
    await expect.poll(over, `at ${width} pixels`).toBeLessThanOrEqual(0);
  }
});

for (const locale of ["zh-CN", "en-GB"]) {
  test.describe(`on the narrowest screens, in ${locale}`, () => {
    test.use({ locale, viewport: { width: 320, height: 700 } });

    test("a cut name still shows its beginning, and the status takes three lines at most", async ({
      page,
      app,
      folder,
    }) => {
      await page.goto(app.url);
      const name = "IMG_20260102_summer_holiday_0001.jpg";
      const [path = ""] = await writeFiles(folder, [await jpegWithExif(name)]);
      const chooser = page.waitForEvent("filechooser");
      await page.locator("[data-way-in]").click();
      await (await chooser).setFiles(path);
      const row = page.locator('article[data-stage="done"]');
      await expect(row.getByText(/已去除位置|location removed/)).toBeVisible();
      const { start, em, lines } = await row.evaluate((element) => {
        const text = element.querySelector("bdi > span");
        const facts = element.querySelector("p");
        if (!text || !facts) throw new Error("a row without a head");
        return {
          start: text.clientWidth,
          em: Number.parseFloat(getComputedStyle(text).fontSize),
          lines: facts.clientHeight / Number.parseFloat(getComputedStyle(facts).lineHeight),
        };
      });
      expect(start).toBeGreaterThanOrEqual(3 * em);
      expect(Math.round(lines)).toBeLessThanOrEqual(3);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
    });

    test("a refused file's name has its line to itself, and the button that copies what is selected is one line high", async ({
      page,
      app,
      folder,
    }) => {
      await page.goto(app.url);
      const files = [await png("fine.png"), { name: "notes.png", type: "image/png", bytes: Buffer.from("no picture") }];
      const chooser = page.waitForEvent("filechooser");
      await page.locator("[data-way-in]").click();
      await (await chooser).setFiles(await writeFiles(folder, files));
      const refused = page.locator('article[data-stage="failed"]');
      const name = await refused.locator("bdi").boundingBox();
      const sentence = await refused.locator("strong").boundingBox();
      expect(name && sentence && sentence.y >= name.y + name.height).toBe(true);
      await expect(refused.locator("bdi[data-cut]")).toHaveCount(0);

      await page.getByRole("checkbox", { name: /fine\.png/ }).check();
      const copy = page.getByRole("button", { name: /复制所选|Copy selected/ });
      expect((await copy.boundingBox())?.height).toBeLessThan(48);
    });

    test("the rows stay where they are when a file finishes, fails or is cancelled, and a cancelled one has no empty band", async ({
      page,
      app,
      folder,
    }) => {
      const letGo: ((refused?: object) => void)[] = [];
      await page.route("**/tool/cos/sign?*", async (route) => {
        const refused = await new Promise<object | undefined>((resolve) => letGo.push(resolve));
        await (refused ? route.fulfill({ status: 403, json: refused }) : route.continue());
      });
      await page.goto(app.url);
      const names = ["one.png", "two.png", "three.png", "four.png"];
      const chooser = page.waitForEvent("filechooser");
      await page.locator("[data-way-in]").click();
      await (await chooser).setFiles(await writeFiles(folder, await Promise.all(names.map((name) => png(name)))));
      await expect.poll(() => letGo.length).toBe(4);
      const row = page.getByRole("article").first();
      const top = () => row.evaluate((element) => element.getBoundingClientRect().top + scrollY);
      const before = await top();
      letGo.shift()?.();
      await expect(page.getByRole("checkbox")).toHaveCount(1);
      expect(await top()).toBe(before);

      letGo.shift()?.({ code: 403, message: "not today", data: null });
      await expect(page.locator('article[data-stage="failed"]')).toBeVisible();
      expect(await top()).toBe(before);

      // By the keyboard: while the list is being scrolled to the button, it takes no click.
      await page
        .getByRole("button", { name: /^(取消|Cancel) \w+\.png$/ })
        .first()
        .press("Enter");
      const cancelled = page.locator('article[data-stage="cancelled"]');
      await expect(cancelled).toBeVisible();
      await expect.poll(async () => (await cancelled.boundingBox())?.height).toBeLessThan(115);
      expect(await top()).toBe(before);
    });
  });
}

test.describe("under a finger", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("a finished file's picture picks it out, and every button is large enough", async ({ upload, folder }) => {
    const { page } = upload;
    await upload.pick(...(await writeFiles(folder, [await png("phone.png")])));
    await upload.settled(1);
    const box = page.getByRole("checkbox", { name: "选择 phone.png" });
    const thumbnail = upload.row("phone.png").locator("img");
    // The sign before it goes when it comes.
    await thumbnail.waitFor();
    const picture = await thumbnail.boundingBox();
    if (!picture) throw new Error("a row without a picture");
    await page.touchscreen.tap(picture.x + picture.width - 2, picture.y + picture.height - 2);
    await expect(box).toBeChecked();
    for (const button of await page.getByRole("button").all()) {
      const size = await button.boundingBox();
      expect(size && Math.min(size.width, size.height), (await button.textContent()) ?? "").toBeGreaterThanOrEqual(40);
    }
  });
});

test("what a person should know of a finished file is not said in the colour of success", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  await page.getByRole("button", { name: "设置" }).click();
  await page.getByRole("switch", { name: "去除照片中的位置" }).uncheck();
  await page.keyboard.press("Escape");
  await upload.drop(...(await writeFiles(folder, [await jpegWithExif("left.jpg")])));
  const row = upload.row("left.jpg");
  const warning = row.locator('[data-tone="warning"]');
  await expect(warning).toHaveText("含有位置信息");
  const success = row.locator('[data-tone="success"]');
  await expect(success).toContainText("已上传");
  const colour = (element: Element) => getComputedStyle(element).color;
  expect(await warning.evaluate(colour)).not.toBe(await success.evaluate(colour));
});

test("a button that confirms a copy keeps its size", async ({ upload, folder }) => {
  const names = ["a.png", "b.png"];
  await upload.drop(...(await writeFiles(folder, await Promise.all(names.map((name) => png(name))))));
  await upload.settled(2);
  const ofRow = upload.row("a.png").getByRole("button", { name: "复制 a.png 的链接" });
  const ofAll = upload.summary.getByRole("button", { name: /复制/ });
  for (const button of [ofAll, ofRow]) {
    const before = await button.boundingBox();
    await button.click();
    await expect(button).toHaveText("已复制");
    expect(await button.boundingBox()).toEqual(before);
  }
});

test("the rows stay where they are while files fail, finish and come to their end", async ({ upload, folder }) => {
  const { page } = upload;
  const letGo: (() => void)[] = [];
  await page.route("**/tool/cos/sign?*", async (route) => {
    await new Promise<void>((resolve) => letGo.push(resolve));
    await route.continue();
  });
  const empty = { name: "empty.png", type: "image/png", bytes: Buffer.alloc(0) };
  const top = async () => (await upload.rows.first().boundingBox())?.y;
  await upload.drop(...(await writeFiles(folder, [await png("one.png"), await png("two.png")])));
  await expect.poll(() => letGo.length).toBe(2);
  const before = await top();
  letGo.shift()?.();
  await expect(upload.rowsAt("done")).toHaveCount(1);
  expect(await top()).toBe(before);
  await upload.drop(...(await writeFiles(folder, [empty])));
  await expect(upload.rowsAt("failed")).toHaveCount(1);
  expect(await top()).toBe(before);
  letGo.shift()?.();
  await expect(upload.rowsAt("done")).toHaveCount(2);
  await expect(upload.summary.getByRole("progressbar")).toHaveCount(0);
  expect(await top()).toBe(before);
});

test("a row's own link that is dragged over the page is no upload", async ({ upload, folder }) => {
  const { page } = upload;
  await upload.drop(...(await writeFiles(folder, [await png("own.png")])));
  await upload.settled(1);
  const from = await upload.link("own.png").boundingBox();
  if (!from) throw new Error("no link in sight");
  await page.mouse.move(from.x + 20, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(300, 300, { steps: 5 });
  await page.mouse.move(400, 320, { steps: 5 });
  await expect(page.getByText("松开", { exact: false })).toHaveCount(0);
  await page.mouse.up();
  await expect(upload.rows).toHaveCount(1);

  // What comes from outside afterwards is taken as ever.
  await upload.drop(...(await writeFiles(folder, [await png("next.png")])));
  await upload.settled(2);
});
