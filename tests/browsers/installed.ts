import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium } from "../helpers/chromium.ts";
import { findFirefox } from "../helpers/firefox.ts";
import { WEBKIT_BROWSER, WEBKIT_DRIVER } from "../helpers/webkit.ts";
import type { BrowserName } from "./browser-session.ts";

interface Installation {
  isThere(): boolean;
  /** Debian's packages. */
  readonly packages: readonly string[];
}

const INSTALLATIONS: Readonly<Record<BrowserName, Installation>> = {
  chromium: { isThere: () => findChromium() !== undefined, packages: ["chromium", "fonts-noto-cjk"] },
  firefox: { isThere: () => findFirefox() !== undefined, packages: ["firefox-esr"] },
  webkit: {
    isThere: () =>
      [WEBKIT_DRIVER, WEBKIT_BROWSER, "/usr/bin/xvfb-run", "/usr/bin/xauth"].every((path) => existsSync(path)),
    packages: ["webkit2gtk-driver", "xvfb", "xauth"],
  },
};

/** Installs Debian's packages where they are missing and this process may. @throws with what to install where not. */
export function ensureBrowsers(names: readonly BrowserName[]): void {
  const missing = names.filter((name) => !INSTALLATIONS[name].isThere());
  if (missing.length === 0) return;
  const packages = missing.flatMap((name) => INSTALLATIONS[name].packages);
  if (process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const apt = (...args: string[]) =>
      execFileSync("apt-get", args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    apt("update");
    apt("install", "-y", "--no-install-recommends", ...packages);
  }
  const still = missing.filter((name) => !INSTALLATIONS[name].isThere());
  if (still.length > 0) {
    throw new Error(`Not installed: ${still.join(", ")}. On Debian: apt-get install ${packages.join(" ")}`);
  }
}
