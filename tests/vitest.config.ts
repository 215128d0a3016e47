import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
    exclude: ["tests/e2e/**", "tests/bench/**", "node_modules/**"],
    testTimeout: 20_000,
    // By itself vitest leaves one of two cores to the machine.
    maxWorkers: 2,
    restoreMocks: true,
  },
});
