import { launchChromium } from "./chromium-driver.ts";
import type { BrowserDriver } from "./driver.ts";
import { launchFirefox } from "./firefox-driver.ts";
import { launchWebKit } from "./webkit-driver.ts";

const LAUNCH: Readonly<Record<string, () => Promise<BrowserDriver>>> = {
  chromium: launchChromium,
  firefox: launchFirefox,
  webkit: launchWebKit,
};

/** The browsers that the suites run in: those that `HASH_BROWSERS` names (`chromium,firefox,webkit`), else Chromium. */
export function chosenBrowsers(): { name: string; launch: () => Promise<BrowserDriver> }[] {
  const names = (process.env.HASH_BROWSERS ?? "chromium").split(",");
  return names.map((name) => {
    const launch = LAUNCH[name];
    if (launch === undefined) throw new Error(`HASH_BROWSERS knows ${Object.keys(LAUNCH).join(", ")}; not ${name}`);
    return { name, launch };
  });
}
