import puppeteer, { type ElementHandle, type Frame, type LaunchOptions } from "puppeteer-core";
import { CHROMIUM_ARGS, chromiumPath } from "../helpers/chromium.ts";
import { firefoxPath } from "../helpers/firefox.ts";
import type { BrowserSession } from "./browser-session.ts";

const OPTIONS: Readonly<Record<"chromium" | "firefox", () => LaunchOptions>> = {
  chromium: () => ({ browser: "chrome", executablePath: chromiumPath(), args: CHROMIUM_ARGS }),
  // Without this, Firefox asks a person before a page may write to the clipboard outside of a click that it saw.
  firefox: () => ({
    browser: "firefox",
    executablePath: firefoxPath(),
    extraPrefsFirefox: { "dom.events.testing.asyncClipboard": true },
  }),
};

/** Chromium over its own protocol, Firefox over WebDriver BiDi. */
export async function openPuppeteer(name: "chromium" | "firefox"): Promise<BrowserSession> {
  const browser = await puppeteer.launch({ ...OPTIONS[name](), headless: true });
  let page = await browser.newPage();

  const frameOf = async (embedded: boolean): Promise<Frame> => {
    if (!embedded) return page.mainFrame();
    return page.waitForFrame((frame) => frame.url().includes("/embed?"));
  };

  return {
    name,
    async open(url) {
      const next = await browser.newPage();
      await page.close();
      page = next;
      // As a person who means to leave a page with unfinished uploads.
      page.on("dialog", (dialog) => void dialog.accept());
      await page.goto(url);
    },
    evaluate: async (expression, embedded = false) => (await frameOf(embedded)).evaluate(expression),
    async chooseFiles(selector, paths, embedded = false) {
      const input = await (await frameOf(embedded)).waitForSelector(selector);
      await (input as ElementHandle<HTMLInputElement> | null)?.uploadFile(...paths);
    },
    close: () => browser.close(),
  };
}
