import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { startApp } from "../helpers/app-process.ts";
import { CHROMIUM_ARGS, chromiumPath } from "../helpers/chromium.ts";
import { paddedPng } from "../helpers/images.ts";
import { startThirdParty } from "../third-party/third-party.ts";
import { expect, test, writeFiles } from "./fixtures.ts";

const FILES = 12;
const SIZE = 300 * 1024;

/*
 * What drives pages for the other tests keeps them in sight. Here a tab is hidden as a person hides one, by another in
 * front of it, and Chromium holds its timers back as it does after five minutes: to one a minute.
 */
const HOLD_TIMERS_AT_ONCE = "--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/1";
const SPARING_HIDDEN_TABS = [
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-background-timer-throttling",
];

test("in a tab that nobody sees every file ends as its link, also where signatures and uploads fail at first", async ({
  folder,
}) => {
  const files = await Promise.all(Array.from({ length: FILES }, (_, i) => paddedPng(`unseen-${i}.png`, SIZE)));
  const paths = await writeFiles(folder, files);
  const thirdParty = await startThirdParty();
  const app = await startApp("built", { ...thirdParty.environment, RATE_LIMIT: "off" });
  const browser = await launch();
  try {
    const page = await openHidden(browser, app.url);
    thirdParty.faults.sign("status-500", 3);
    thirdParty.faults.put("internal-error", 4);
    const input = await page.$("[data-testid=files]");
    await (await input?.toElement("input"))?.uploadFile(...paths);

    await expect.poll(() => said(page), { timeout: 50_000 }).toContain(`${FILES} of ${FILES} done`);
    expect(await page.evaluate(() => document.visibilityState)).toBe("hidden");
    await page.bringToFront();
    await expect.poll(() => stages(page)).toEqual({ done: FILES });
    const stored = [...thirdParty.objects.values()].map(({ bytes }) => bytes?.toString("base64"));
    expect(stored.toSorted()).toEqual(files.map(({ bytes }) => bytes.toString("base64")).toSorted());
    expect(thirdParty.puts.length).toBe(FILES + 4);
  } finally {
    await browser.close();
    await app.stop();
    await thirdParty.close();
  }
});

function launch(): Promise<Browser> {
  return puppeteer.launch({
    executablePath: chromiumPath(),
    args: [...CHROMIUM_ARGS, "--disable-gpu", "--accept-lang=en", HOLD_TIMERS_AT_ONCE],
    ignoreDefaultArgs: SPARING_HIDDEN_TABS,
    // Room for all rows: a list keeps only those in view.
    defaultViewport: { width: 1200, height: 2400 },
  });
}

/** The page in a tab that has gone behind another. */
async function openHidden(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForSelector("[data-testid=files]");
  await browser.newPage();
  await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe("hidden");
  return page;
}

/** The page's words. Its rows are not among them: nobody gives a hidden tab a size to fill. */
function said(page: Page): Promise<string> {
  return page.evaluate(() => document.body.textContent ?? "");
}

/** How many rows are at which stage. */
function stages(page: Page): Promise<Record<string, number>> {
  return page.$$eval("article[data-stage]", (rows) => {
    const counts: Record<string, number> = {};
    for (const row of rows) {
      const stage = row.getAttribute("data-stage") ?? "";
      counts[stage] = (counts[stage] ?? 0) + 1;
    }
    return counts;
  });
}
