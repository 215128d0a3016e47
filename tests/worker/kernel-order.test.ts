import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { compileKernel } from "../../src/worker/kernel/compile.ts";
import { readOrder } from "../../src/worker/kernel/order.ts";
import { BUILDS, kernelSource, SCHEDULE_LEAD } from "../../src/worker/kernel/source.ts";

/** In WebAssembly instructions. A link of a chain is about ten; what is beyond them is the other chain's work. */
const MD5_GAP = { least: 40, most: 100 };
const SHA1_GAP = { least: 28, most: 75 };
const WORD_LEAD = 150;

/** Both builds as they are shipped, gzipped, in bytes. */
const SHIPPED_LIMIT = 8 * 1024;

describe.each(BUILDS)("the %s kernel", (build) => {
  const source = kernelSource(build);

  test("keeps MD5's and SHA-1's steps side by side after compilation", async () => {
    const order = readOrder(source, (await compileKernel(build)).text);
    expect(order?.md5Gaps).toHaveLength(63);
    expect(order?.sha1Gaps).toHaveLength(79);
    expect(Math.min(...(order?.md5Gaps ?? []))).toBeGreaterThanOrEqual(MD5_GAP.least);
    expect(Math.max(...(order?.md5Gaps ?? []))).toBeLessThanOrEqual(MD5_GAP.most);
    expect(Math.min(...(order?.sha1Gaps ?? []))).toBeGreaterThanOrEqual(SHA1_GAP.least);
    expect(Math.max(...(order?.sha1Gaps ?? []))).toBeLessThanOrEqual(SHA1_GAP.most);
  });

  test("stores every schedule word well before it is used", async () => {
    const order = readOrder(source, (await compileKernel(build)).text);
    expect(order?.wordLeads).toHaveLength(80);
    expect(Math.min(...(order?.wordLeads.slice(SCHEDULE_LEAD) ?? []))).toBeGreaterThanOrEqual(WORD_LEAD);
  });

  test.each([1, 2, 3])("is seen to have lost its order at the compiler's level %i", async (level) => {
    expect(readOrder(source, (await compileKernel(build, level)).text)).toBeUndefined();
  });
});

test("a source whose chains stand one after the other is seen as such", async () => {
  const { text } = await compileKernel("simd");
  const steps = kernelSource("simd").split("\n");
  const apart = [...steps.filter((line) => line.includes("md5")), ...steps.filter((line) => !line.includes("md5"))];
  expect(readOrder(apart.join("\n"), text)).toBeUndefined();
});

test("both builds together are under 8 KB as shipped", () => {
  const generated = new URL("../../src/worker/kernel/generated/kernel-binaries.ts", import.meta.url);
  expect(gzipSync(readFileSync(generated)).length).toBeLessThan(SHIPPED_LIMIT);
});
