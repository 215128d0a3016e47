import { By } from "selenium-webdriver";
import { startWebKit } from "../../helpers/webkit.ts";
import type { BrowserDriver } from "./driver.ts";

const SCRIPT_LIMIT_MS = 1_200_000;

export async function launchWebKit(): Promise<BrowserDriver> {
  const { driver, evaluate, close } = await startWebKit(SCRIPT_LIMIT_MS);
  return {
    name: "webkit",
    async open(url) {
      await driver.get(url);
      // MiniBrowser answers before the page's modules have run.
      await evaluate(
        "document.readyState === 'complete' || new Promise((done) => addEventListener('load', done)).then(() => true)",
      );
    },
    evaluate,
    chooseFiles: (selector, paths) => driver.findElement(By.css(selector)).sendKeys(paths.join("\n")),
    close,
  };
}
