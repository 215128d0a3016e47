import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { askedOrder, ConversionSettings, conversionOrder } from "../../src/contract/conversion.ts";
import { DEFAULT_PREFERENCES, Preferences } from "../../src/contract/preferences.ts";
import { fitWithin } from "../../src/worker/convert/fit.ts";

const on = { enabled: true, type: "image/avif", quality: 55, maxSide: 1600 } as const;

describe("settings", () => {
  test("nothing is converted until a person switches it on", () => {
    expect(DEFAULT_PREFERENCES.conversion.enabled).toBe(false);
    expect(conversionOrder(DEFAULT_PREFERENCES.conversion, ["image/webp"])).toBeUndefined();
  });

  test("what was kept is read back", () => {
    expect(v.parse(Preferences, JSON.parse(JSON.stringify({ conversion: on }))).conversion).toEqual(on);
  });

  test.each([
    ["type", "image/gif"],
    ["type", undefined],
    ["quality", 0],
    ["quality", 101],
    ["quality", 12.5],
    ["quality", "80"],
    ["maxSide", -1],
    ["maxSide", 16_384],
    ["maxSide", Number.NaN],
    ["enabled", "yes"],
  ])("%s that is %j falls back to its default, alone", (key, value) => {
    const { [key as keyof typeof on]: fallback } = DEFAULT_PREFERENCES.conversion;
    expect(v.parse(ConversionSettings, { ...on, [key]: value })).toEqual({ ...on, [key]: fallback });
  });

  test.each([null, "on", 7])("settings that are %j fall back as a whole", (conversion) => {
    expect(v.parse(Preferences, { conversion }).conversion).toEqual(DEFAULT_PREFERENCES.conversion);
  });

  test("nothing is converted to a type that would then be refused", () => {
    const { enabled: _, ...target } = on;
    expect(conversionOrder(on, ["image/png", "image/avif"])).toEqual({
      ...target,
      accept: ["image/png", "image/avif"],
    });
    expect(conversionOrder(on, undefined)).toEqual(target);
    expect(conversionOrder(on, ["image/png"])).toBeUndefined();
  });
});

describe("a picture that a person asks to be converted", () => {
  const { enabled: _, ...target } = on;
  test.each([
    ["as the settings say where they are on", on, ["image/jpeg", "image/avif"], target],
    [
      "to JPEG at its full size where they are off",
      { ...on, enabled: false },
      ["image/avif", "image/jpeg"],
      "image/jpeg",
    ],
    ["to what is taken where JPEG is not", { ...on, enabled: false }, ["image/png", "image/webp"], "image/webp"],
    [
      "to WebP where it may be transparent",
      { ...on, enabled: false },
      ["image/jpeg", "image/webp"],
      "image/webp",
      "image/png",
    ],
    [
      "to JPEG, transparent or not, where nothing else is taken",
      { ...on, enabled: false },
      ["image/jpeg"],
      "image/jpeg",
      "image/png",
    ],
  ])("is converted %s", (_way, settings, accept, expected, type = "image/heic") => {
    const wanted = typeof expected === "string" ? { type: expected, quality: on.quality, maxSide: 0 } : expected;
    expect(askedOrder(settings, accept, type)).toEqual({ ...wanted, accept });
  });

  test("is not where nothing is taken that can be written", () => {
    expect(askedOrder(on, ["image/png"], "image/jpeg")).toBeUndefined();
  });
});

describe("the longest side", () => {
  test.each([
    [{ width: 4000, height: 3000 }, 1600, { width: 1600, height: 1200 }],
    [{ width: 3000, height: 4000 }, 1600, { width: 1200, height: 1600 }],
    [{ width: 800, height: 600 }, 1600, { width: 800, height: 600 }],
    [{ width: 800, height: 600 }, 0, { width: 800, height: 600 }],
    [{ width: 10_000, height: 3 }, 100, { width: 100, height: 1 }],
  ])("%j within %d is %j", (dimensions, maxSide, expected) => {
    expect(fitWithin(dimensions, maxSide)).toEqual(expected);
  });
});
