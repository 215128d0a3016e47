import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Quiet, and without the calls home that a machine without internet would refuse by the hundred. */
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** The installed browser: `CHROME_PATH`, else the usual places. */
export function findChromium(): string | undefined {
  const named = process.env.CHROME_PATH;
  if (named) return named;
  return USUAL_PLACES.find((path) => existsSync(path));
}

const SHELL = "/usr/bin/chromium-headless-shell";

/**
 * Chromium's headless shell where Debian has put it, else the browser itself. The same engine without a browser's own
 * windows: tests take little more than half as long. It lets frames of other sites have storage, and so does not stand
 * for a browser that does not.
 */
export function headlessPath(): string {
  return !process.env.CHROME_PATH && existsSync(SHELL) ? SHELL : chromiumPath();
}

/** The installed browser; throws a sentence that says what to install. */
export function chromiumPath(): string {
  const path = findChromium();
  if (path && existsSync(path)) return path;
  throw new Error(
    "No Chromium or Chrome was found: install one (Debian: apt-get install chromium), or name it in CHROME_PATH.",
  );
}

/** Installs Debian's Chromium, and its headless shell, where there is none and this process may. */
export function ensureChromium(): string {
  const mayInstall = process.platform === "linux" && process.getuid?.() === 0;
  if (mayInstall && !findChromium()) {
    apt("update");
    apt("install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk");
  }
  const path = chromiumPath();
  if (mayInstall && path === "/usr/bin/chromium" && headlessPath() !== SHELL) {
    try {
      apt("update");
      apt("install", "-y", "--no-install-recommends", "chromium-headless-shell");
    } catch {
      console.log("There is no headless shell to install: the tests take longer without.");
    }
  }
  return path;
}

function apt(...args: string[]): void {
  execFileSync("apt-get", args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}
