import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGS, chromiumPath, headlessPath } from "../helpers/chromium.ts";
import type { AppOptions } from "./fixtures.ts";

// On a machine that others share, a browser now and then stops drawing or goes away. What passes only the second time is
// listed as flaky, and is to be looked into.
const retries = 1;

// Without a graphics card, composing in software alone takes less of the processor than playing one.
const args = [...CHROMIUM_ARGS, "--disable-gpu"];
const wholeBrowser = { executablePath: chromiumPath(), args };
const NEED_WHOLE_BROWSER = ["embed.spec.ts", "embed-proof.spec.ts", "hidden-tab.spec.ts"];

export default defineConfig<AppOptions>({
  testDir: ".",
  outputDir: "../../test-results",
  // For two cores: a test waits as often as it works.
  workers: 3,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  forbidOnly: process.env.CI !== undefined,
  use: {
    locale: "zh-CN",
    // What passes through a service worker is out of a test's sight; offline.spec.ts lets it in.
    serviceWorkers: "block",
    launchOptions: { executablePath: headlessPath(), args },
    // Recording takes as long as some tests do; by hand: `--trace retain-on-failure`.
    trace: "off",
  },
  projects: [
    {
      name: "built",
      testIgnore: ["faults.spec.ts", "soak.spec.ts", "lighthouse.spec.ts", ...NEED_WHOLE_BROWSER],
      retries,
      use: { appKind: "built" },
    },
    // Where a frame of another site has no storage, as by Chromium's settings for private windows, and tabs can be hidden.
    {
      name: "whole",
      testMatch: NEED_WHOLE_BROWSER,
      retries,
      use: { appKind: "built", launchOptions: wholeBrowser },
    },
    // By itself: `npm run test:faults`.
    { name: "faults", testMatch: "faults.spec.ts", retries, use: { appKind: "built" } },
    // Minutes of its own: `npm run test:soak`.
    { name: "soak", testMatch: "soak.spec.ts", use: { appKind: "built" } },
    // The main job on the development server, which serves the page in another way and has the same gateway; and in the
    // whole browser.
    {
      name: "dev",
      testMatch: "main-job.spec.ts",
      grep: /become links|one click/,
      retries,
      use: { appKind: "dev", launchOptions: wholeBrowser },
    },
    // After all others: a score that counts milliseconds must not share the cores with another browser.
    {
      name: "lighthouse",
      testMatch: "lighthouse.spec.ts",
      dependencies: ["built", "whole", "faults", "dev"],
      use: { appKind: "built" },
    },
  ],
});
