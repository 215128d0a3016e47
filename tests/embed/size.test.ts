import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { makeScript } from "../../src/gateway/embed-sdk.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** What a host's page pays at most, in bytes, gzipped. */
const SDK_BUDGET = 4 * 1024;

test.each(["/embed.js", "/embed.global.js"])("%s is under 4 KB gzipped, and imports nothing", async (path) => {
  const code = await makeScript(ROOT, path);
  expect(code).toContain("EMBED_ORIGINS");
  expect(code).not.toMatch(/\bimport\s*[{*"']|\bfrom\s*["']/);
  const size = gzipSync(code, { level: 9 }).length;
  console.log(`${path}: ${size} bytes gzipped of ${SDK_BUDGET}`);
  expect(size).toBeLessThan(SDK_BUDGET);
});
