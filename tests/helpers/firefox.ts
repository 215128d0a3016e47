import { existsSync } from "node:fs";

const USUAL_PLACES = ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];

/** The installed Firefox: `FIREFOX_PATH`, else the usual places. */
export function findFirefox(): string | undefined {
  return process.env.FIREFOX_PATH ?? USUAL_PLACES.find((path) => existsSync(path));
}

/** The same; throws a sentence that says what to install. */
export function firefoxPath(): string {
  const path = findFirefox();
  if (path !== undefined) return path;
  throw new Error("No Firefox was found: install one (Debian: apt-get install firefox-esr).");
}
