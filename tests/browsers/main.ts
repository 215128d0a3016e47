import { spawnSync } from "node:child_process";
import { chosenNames } from "./browser-session.ts";
import { ensureBrowsers } from "./installed.ts";

/*
 * `npm run test:browsers`: the hash suites, the main job and the embedding in Chromium, Firefox and WebKit, on what
 * `npm run build` has made. `BROWSERS=firefox,webkit` runs in some of them.
 */

try {
  const names = chosenNames();
  ensureBrowsers(names);
  const { status } = spawnSync("npx", ["vitest", "run", "--config", "tests/browsers/vitest.config.ts"], {
    stdio: "inherit",
    env: { ...process.env, HASH_BROWSERS: names.join(",") },
  });
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
