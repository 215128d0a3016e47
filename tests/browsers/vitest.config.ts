import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    include: ["tests/browsers/**/*.suite.ts", "tests/worker/browser/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One browser at a time: two cores, and WebKit without a graphics card.
    fileParallelism: false,
  },
});
