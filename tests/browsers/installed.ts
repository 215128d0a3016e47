import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium } from "../helpers/chromium.ts";
import type { BrowserName } from "./browser-session.ts";

const FIREFOX_PLACES = ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];
export const WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver";
/** Debian keeps it under the machine's own name. */
const MACHINES: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };
export const WEBKIT_BROWSER = `/usr/lib/${MACHINES[process.arch] ?? process.arch}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;

const findFirefox = () => process.env.FIREFOX_PATH ?? FIREFOX_PLACES.find((path) => existsSync(path));

/** The installed Firefox: `FIREFOX_PATH`, else the usual places. */
export function firefoxPath(): string {
  const path = findFirefox();
  if (path === undefined) throw new Error("No Firefox was found.");
  return path;
}

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
