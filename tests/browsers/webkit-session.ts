import { By } from "selenium-webdriver";
import { startWebKit } from "../helpers/webkit.ts";
import type { BrowserSession } from "./browser-session.ts";

const SCRIPT_LIMIT_MS = 60_000;

export async function openWebKit(): Promise<BrowserSession> {
  const { driver, evaluate, close } = await startWebKit(SCRIPT_LIMIT_MS);
  const within = async <T>(embedded: boolean, act: () => Promise<T>): Promise<T> => {
    if (embedded) await driver.switchTo().frame(await driver.findElement(By.css("iframe")));
    try {
      return await act();
    } finally {
      if (embedded) await driver.switchTo().defaultContent();
    }
  };
  return {
    name: "webkit",
    open: (url) => driver.get(url),
    evaluate: (expression, embedded = false) => within(embedded, () => evaluate(expression)),
    chooseFiles: (selector, paths, embedded = false) =>
      within(embedded, () => driver.findElement(By.css(selector)).sendKeys(paths.join("\n"))),
    close,
  };
}
