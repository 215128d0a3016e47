import type { Locator } from "@playwright/test";
import { jpegWithExif } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";

/** What a person sees of an element's text, line by line: what is clipped away is neither hit nor seen. */
function shownLines(status: Locator): Promise<string[]> {
  return status.evaluate((element) => {
    element.scrollIntoView({ block: "center" });
    const lines: { bottom: number; text: string }[] = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node instanceof Text; node = walker.nextNode()) {
      for (const [at, character] of [...node.data].entries()) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { left, top, bottom, width } = range.getBoundingClientRect();
        const middle = (top + bottom) / 2;
        if (width === 0 || document.elementFromPoint(left + width / 2, middle) !== node.parentElement) continue;
        const last = lines.at(-1);
        if (!last || middle > last.bottom) lines.push({ bottom, text: character });
        else last.text += character;
      }
    }
    return lines.map(({ text }) => text.replaceAll("\u00a0", " ").trim());
  });
}

for (const [locale, wide] of [
  ["zh-CN", /^已上传 · \d+ × \d+ · 已去除位置/],
  ["en-GB", /^Uploaded · \d+ × \d+ · location.* removed$/],
] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test("where a row's status breaks, no line begins or ends with the dot between its parts", async ({
      page,
      app,
      folder,
    }) => {
      await page.goto(app.url);
      const [path = ""] = await writeFiles(folder, [await jpegWithExif("holiday.jpg")]);
      const chooser = page.waitForEvent("filechooser");
      await page.locator("[data-way-in]").click();
      await (await chooser).setFiles(path);
      const status = page.locator('article[data-stage="done"] [data-tone="success"]');
      await expect(status).toContainText(" × ");
      expect((await shownLines(status)).join(" ")).toMatch(wide);

      const seen = { broken: 0, dots: 0 };
      for (let width = 430; width >= 320; width -= 5) {
        await page.setViewportSize({ width, height: 740 });
        const lines = await shownLines(status);
        seen.broken += lines.length - 1;
        seen.dots += lines.join("").split("·").length - 1;
        for (const line of lines) expect(line, `at ${width} pixels`).not.toMatch(/^·|·$/);
      }
      expect(seen.broken).toBeGreaterThan(0);
      expect(seen.dots).toBeGreaterThan(0);
    });
  });
}
