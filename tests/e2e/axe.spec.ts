import type { Page } from "@playwright/test";
import { en as historyEn } from "../../src/ui/history/en.ts";
import { zh as historyZh } from "../../src/ui/history/zh.ts";
import { en } from "../../src/ui/i18n/en.ts";
import { zh } from "../../src/ui/i18n/zh.ts";
import { startApp } from "../helpers/app-process.ts";
import { paddedPng, png, webp } from "../helpers/images.ts";
import { expectAccessible } from "./accessible.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import { limitUploads } from "./upload-limit.ts";
import { UploadPage } from "./upload-page.ts";

const LANGUAGES = [
  { locale: "zh-CN", t: zh, history: historyZh, words: undefined },
  { locale: "en-GB", t: en, history: historyEn, words: "words" },
] as const;

function button(page: Page, name: string) {
  return page.getByRole("button", { name, exact: true });
}

for (const { locale, t, history, words } of LANGUAGES) {
  const look = (page: Page, state: string) => expectAccessible(page, state, words);

  test.describe(`in ${locale}`, () => {
    test.use({ locale });
    // Each look at a page takes seconds where the machine is busy.
    test.describe.configure({ timeout: 180_000 });

    test("axe finds nothing on the list in any of its states", async ({ page, app, folder }) => {
      const upload = new UploadPage(page);
      // Without the permission and without the old command, a link has to be taken by hand.
      await page.addInitScript(() => {
        document.execCommand = () => false;
        Object.defineProperty(navigator, "clipboard", { value: undefined });
      });
      await page.goto(app.url);
      await button(page, t.drop.choose).waitFor();
      await look(page, "empty");

      await page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["x"], "x.png"));
        window.dispatchEvent(new DragEvent("dragenter", { dataTransfer, bubbles: true, cancelable: true }));
      });
      await page.getByText(t.drop.release).waitFor();
      await look(page, "files over the window");
      await page.evaluate(() => window.dispatchEvent(new DragEvent("drop", { bubbles: true })));

      await limitUploads(page, 256 * 1024);
      const paths = await writeFiles(folder, [
        await webp("done.webp"),
        { name: "notes.png", type: "text/plain", bytes: Buffer.from("no picture") },
        await paddedPng("running.png", 4 * 1024 ** 2),
        await paddedPng("held.png", 4 * 1024 ** 2 + 1),
      ]);
      await upload.drop(...paths);
      await expect(upload.row("running.png")).toHaveAttribute("data-stage", "uploading");
      await expect(upload.row("done.webp")).toHaveAttribute("data-stage", "done");
      await button(page, t.row.pause("held.png")).click();
      await expect(upload.row("held.png")).toHaveAttribute("data-stage", "paused");
      await look(page, "running, paused, done and failed");

      await page.getByRole("checkbox", { name: t.row.select("done.webp") }).check();
      await button(page, t.list.cancelAll).click();
      await expect(upload.rowsAt("cancelled")).toHaveCount(2);
      await look(page, "cancelled, and one picked out");

      await button(page, t.row.copyLink("done.webp")).click();
      await page.getByRole("dialog", { name: t.manualCopy.title }).waitFor();
      await look(page, "a link to be taken by hand");
      await page.keyboard.press("Escape");
      await button(page, t.qr("done.webp")).click();
      await page.getByRole("dialog", { name: /QR|二维码/ }).waitFor();
      await look(page, "a QR code");
    });

    test("axe finds nothing where the network fails or a link is not there", async ({ page, app, folder }) => {
      const upload = new UploadPage(page);
      await page.goto(app.url);
      await button(page, t.drop.choose).waitFor();
      await page.route("**/songlist/p/**", (route) =>
        route.request().method() === "GET" ? route.abort() : route.continue(),
      );
      await upload.drop(...(await writeFiles(folder, [await png("unconfirmed.png")])));
      await page.getByText(t.stage.unconfirmed).waitFor();
      await page.route("**/tool/cos/sign?**", (route) => route.abort());
      await upload.drop(...(await writeFiles(folder, [await png("waiting.png")])));
      await expect(upload.row("waiting.png")).toHaveAttribute("data-stage", "waiting");
      await look(page, "unconfirmed and waiting");
    });

    test("axe finds nothing in the dialogs, nor where a token or the service is missing", async ({ page }) => {
      const own = await startApp("built", { ACCESS_TOKEN: "a-token-for-this-test" });
      try {
        await page.goto(own.url);
        const form = page.getByRole("form");
        await form.waitFor();
        await look(page, "a token is needed");
        await form.getByLabel(t.token.label).fill("a-wrong-token");
        await button(page, t.token.save).click();

        await button(page, t.settings).click();
        const settings = page.getByRole("dialog");
        await settings.waitFor();
        for (const one of await settings.getByRole("switch").all()) await one.check();
        await settings.getByRole("radio", { name: t.format.template }).check();
        await look(page, "settings, all of them on");
        await settings.locator("input[aria-invalid]").fill("");
        await look(page, "a template that says nothing");
        await page.keyboard.press("Escape");
        await button(page, t.shortcuts).click();
        await page.getByRole("dialog").waitFor();
        await look(page, "shortcuts");
        await page.keyboard.press("Escape");

        await page.route("**/api/config", (route) => route.abort());
        await page.reload();
        await page.getByRole("alert").waitFor();
        await look(page, "no service");
      } finally {
        await own.stop();
      }
    });

    test("axe finds nothing on the history: empty, filled, searched in vain, picked out, exported, undone", async ({
      page,
      app,
      folder,
    }) => {
      const upload = new UploadPage(page);
      await page.goto(app.url);
      await button(page, t.history.open).click();
      await page.getByText(history.empty.what).waitFor();
      await look(page, "empty");
      await button(page, t.history.back).click();
      await upload.drop(...(await writeFiles(folder, [await png("one.png"), await png("two.png")])));
      await expect(upload.rowsAt("done")).toHaveCount(2);
      await button(page, t.history.open).click();
      await page.getByRole("article", { name: "two.png" }).waitFor();
      await page.getByRole("checkbox", { name: history.select("one.png") }).check();
      await page.getByRole("combobox", { name: history.date }).selectOption("custom");
      await look(page, "one picked out, days chosen");
      await button(page, history.export).click();
      await page.getByRole("dialog").waitFor();
      await look(page, "export");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Delete");
      await button(page, history.undo).waitFor();
      await look(page, "one deleted");
      await page.getByRole("searchbox").fill("nothing is called this");
      await page.getByText(history.nothingFound.what).waitFor();
      await look(page, "searched in vain");
    });
  });
}
