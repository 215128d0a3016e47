import { resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { makeScript } from "../../src/gateway/embed-sdk.ts";

const ROOT = resolve(import.meta.dirname, "../..");

test("the script can be loaded where there is no page, and in a bundle of a format that has no import.meta.url", async () => {
  const code = await makeScript(ROOT, "/embed.js");
  const bundled = code.replace("import.meta.url", "undefined").replace(/export\s*\{.*\};?\s*$/, "");
  expect(bundled).not.toMatch(/import\.meta|export/);
  expect(() => runInNewContext(bundled, { URL })).not.toThrow();
});
