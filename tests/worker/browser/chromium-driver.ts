import { chromium } from "playwright-core";
import { CHROMIUM_ARGS, headlessPath } from "../../helpers/chromium.ts";
import type { BrowserDriver } from "./driver.ts";

/** For the suites that call the collector; it changes nothing else. */
const EXPOSE_GC = "--js-flags=--expose-gc";

export async function launchChromium(): Promise<BrowserDriver> {
  const browser = await chromium.launch({ executablePath: headlessPath(), args: [...CHROMIUM_ARGS, EXPOSE_GC] });
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
