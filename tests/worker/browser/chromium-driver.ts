import { chromium } from "playwright-core";
import { CHROMIUM_ARGS, chromiumPath } from "../../helpers/chromium.ts";
import type { BrowserDriver } from "./driver.ts";

export async function launchChromium(): Promise<BrowserDriver> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS });
  let page = await browser.newPage();
  return {
    name: "chromium",
    async open(url) {
      await page.close();
      page = await browser.newPage();
      await page.goto(url);
    },
    evaluate: (expression) => page.evaluate(expression),
    chooseFiles: (selector, paths) => page.setInputFiles(selector, [...paths]),
    close: () => browser.close(),
  };
}
