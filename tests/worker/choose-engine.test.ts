import { afterEach, expect, test, vi } from "vitest";
import { chooseEngine } from "../../src/worker/choose-engine.ts";
import type { DigestEngine } from "../../src/worker/digest-engine.ts";
import { jsEngine } from "../../src/worker/js-engine.ts";
import { loadScalarEngine, loadSimdEngine } from "../../src/worker/wasm-engine.ts";

afterEach(() => vi.restoreAllMocks());

/** The kernel, but for one wrong hex digit in one of the digests. */
async function wrongEngine(which: "md5" | "sha1"): Promise<DigestEngine> {
  const right = await loadSimdEngine();
  return {
    name: "simd",
    create: () => {
      const state = right.create();
      const spoil = (hex: string) => hex.slice(0, -1) + (hex.endsWith("0") ? "1" : "0");
      const digest = () => {
        const digests = state.digest();
        return { ...digests, [which]: spoil(digests[which]) };
      };
      return { update: state.update, digest };
    },
  };
}

test("the first engine that loads is chosen", async () => {
  expect((await chooseEngine([loadSimdEngine, loadScalarEngine])).name).toBe("simd");
});

test("an engine that does not load gives way to the next", async () => {
  const forbidden = () => Promise.reject(new WebAssembly.CompileError("blocked by CSP"));
  expect((await chooseEngine([forbidden, loadScalarEngine])).name).toBe("wasm");
  expect(await chooseEngine([forbidden, forbidden])).toBe(jsEngine);
});

test.each(["md5", "sha1"] as const)(
  "an engine with a wrong %s is never used, and the console says so",
  async (which) => {
    const complaint = vi.spyOn(console, "error").mockReturnValue(undefined);
    expect(await chooseEngine([() => wrongEngine(which)])).toBe(jsEngine);
    expect(complaint).toHaveBeenCalledWith(expect.stringContaining("simd digest engine computes wrong digests"));
  },
);

test("an engine that throws is not used", async () => {
  const complaint = vi.spyOn(console, "error").mockReturnValue(undefined);
  const broken: DigestEngine = {
    name: "wasm",
    create: () => {
      throw new WebAssembly.RuntimeError("unreachable");
    },
  };
  expect(await chooseEngine([async () => broken])).toBe(jsEngine);
  expect(complaint).toHaveBeenCalledOnce();
});

test("engines whose states run into each other fail the self-test", async () => {
  vi.spyOn(console, "error").mockReturnValue(undefined);
  const right = await loadScalarEngine();
  const shared = right.create();
  expect(await chooseEngine([async () => ({ name: "wasm", create: () => shared })])).toBe(jsEngine);
});
