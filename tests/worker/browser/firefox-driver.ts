import { existsSync } from "node:fs";
import puppeteer, { type ElementHandle } from "puppeteer-core";
import type { BrowserDriver } from "./driver.ts";

const USUAL_PLACES = ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];

/** The installed Firefox: `FIREFOX_PATH`, else the usual places. */
export function findFirefox(): string | undefined {
  return process.env.FIREFOX_PATH ?? USUAL_PLACES.find((path) => existsSync(path));
}

export async function launchFirefox(): Promise<BrowserDriver> {
  const executablePath = findFirefox();
  if (executablePath === undefined)
    throw new Error("No Firefox was found: install one (Debian: apt-get install firefox-esr).");
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    protocolTimeout: 1_200_000,
  });
  let page = await browser.newPage();
  return {
    name: "firefox",
    async open(url) {
      const next = await browser.newPage();
      await page.close();
      page = next;
      await page.goto(url);
    },
    evaluate: (expression) => page.evaluate(expression),
    async chooseFiles(selector, paths) {
      const input = await page.waitForSelector(selector);
      await (input as ElementHandle<HTMLInputElement> | null)?.uploadFile(...paths);
    },
    close: () => browser.close(),
  };
}
