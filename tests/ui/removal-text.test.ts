import { describe, expect, test } from "vitest";
import type { Removal } from "../../src/contract/removal.ts";
import { en } from "../../src/ui/i18n/en.ts";
import { zh } from "../../src/ui/i18n/zh.ts";
import { removalTexts } from "../../src/ui/list/removal-text.ts";

describe("what a row says of metadata", () => {
  const cases: readonly [string, Removal | undefined, string[], string[]][] = [
    ["nobody looked", undefined, [], []],
    ["nothing was found", { removed: [] }, [], []],
    ["a position went, from two places", { removed: ["gps-xmp", "gps-exif"] }, ["location removed"], ["已去除位置"]],
    [
      "everything went, a position in it",
      { removed: ["exif", "xmp", "gps-exif"] },
      ["location, EXIF, and XMP removed"],
      ["已去除位置、EXIF和XMP"],
    ],
    ["everything went, without a position", { removed: ["text"] }, ["comments removed"], ["已去除注释"]],
    ["a position was left", { removed: [], left: ["gps-exif"] }, ["contains a location"], ["含有位置信息"]],
    [
      "a position went, and something is broken",
      { removed: ["gps-exif"], note: "malformed" },
      ["location removed", en.removal.malformed],
      ["已去除位置", zh.removal.malformed],
    ],
  ];
  test.each(cases)("when %s", (_when, removal, english, chinese) => {
    expect(removalTexts(removal, en)).toEqual(english);
    expect(removalTexts(removal, zh)).toEqual(chinese);
  });
});
