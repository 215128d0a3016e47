import { describe, expect, test } from "vitest";
import { narrowPreparer } from "../../src/embed/frame/narrow-policy.ts";
import type { Preparer } from "../../src/engine/ports.ts";

const RULES = { accept: ["image/png"], maxFileSize: 10 };
const signal = new AbortController().signal;
const LARGE = new Blob([new Uint8Array(12)]);

const halving = (mayShrink: boolean): Preparer => ({
  prepare: async (_, blob) => ({ blob: blob.slice(0, blob.size / 2), type: "image/png" }),
  mayShrink: () => mayShrink,
});

describe("a host's limit", () => {
  test("refuses a file that nothing makes smaller, before it is prepared", async () => {
    const preparing = narrowPreparer(halving(false), async () => RULES).prepare(signal, LARGE);
    await expect(preparing).rejects.toMatchObject({ failure: { code: "too_large" } });
  });

  test("is applied to what a file that may shrink has become", async () => {
    const preparer = narrowPreparer(halving(true), async () => RULES);
    expect(preparer.mayShrink?.(LARGE)).toBe(true);
    await expect(preparer.prepare(signal, LARGE)).resolves.toMatchObject({ blob: { size: 6 } });
    const twice = new Blob([new Uint8Array(24)]);
    await expect(preparer.prepare(signal, twice)).rejects.toMatchObject({ failure: { code: "too_large" } });
  });
});
