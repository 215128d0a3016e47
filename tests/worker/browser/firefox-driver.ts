import puppeteer, { type ElementHandle } from "puppeteer-core";
import { firefoxPath } from "../../helpers/firefox.ts";
import type { BrowserDriver } from "./driver.ts";

export async function launchFirefox(): Promise<BrowserDriver> {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefoxPath(),
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
