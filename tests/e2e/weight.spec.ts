import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "./fixtures.ts";

const CLIENT = resolve(import.meta.dirname, "../../dist/client");

/** What the first paint may need of JavaScript, gzipped, in bytes: 109.5 KB. */
const FIRST_PAINT_BUDGET = 109.5 * 1024;

/** What puts the theme on the page, its entry, and everything that the entry imports before it runs. */
async function firstPaintScripts(): Promise<string[]> {
  const html = await readFile(resolve(CLIENT, "index.html"), "utf8");
  return [...new Set([...html.matchAll(/"\/((?:assets\/[^"]+|theme)\.js)"/g)].map((match) => match[1] ?? ""))];
}

test("what the first paint needs of JavaScript stays within its budget", async () => {
  const scripts = await firstPaintScripts();
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = await Promise.all(
    scripts.map(async (script) => gzipSync(await readFile(resolve(CLIENT, script)), { level: 9 }).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total, scripts.map((script, index) => `${sizes[index]} ${script}`).join("\n")).toBeLessThan(
    FIRST_PAINT_BUDGET,
  );
});

test("nothing moves while the page comes up", async ({ upload }) => {
  const shift = await upload.page.evaluate(
    () =>
      new Promise<number>((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if ("hadRecentInput" in entry && !entry.hadRecentInput && "value" in entry) sum += Number(entry.value);
          }
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
      }),
  );
  expect(shift).toBe(0);
});
