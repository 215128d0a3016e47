import { describe, expect, test } from "vitest";
import type { Removal } from "../../src/contract/removal.ts";
import { en } from "../../src/ui/i18n/en.ts";
import { zh } from "../../src/ui/i18n/zh.ts";
import { removalTexts } from "../../src/ui/list/removal-text.ts";

type Texts = ReturnType<typeof removalTexts>;

const nothing: Texts = { removed: [], warnings: [] };

describe("what a row says of metadata", () => {
  const cases: readonly [string, Removal | undefined, Texts, Texts][] = [
    ["nobody looked", undefined, nothing, nothing],
    ["nothing was found", { removed: [] }, nothing, nothing],
    [
      "a position went, from two places",
      { removed: ["gps-xmp", "gps-exif"] },
      { removed: ["location removed"], warnings: [] },
      { removed: ["已去除位置"], warnings: [] },
    ],
    [
      "everything went, a position in it",
      { removed: ["exif", "xmp", "gps-exif"] },
      { removed: ["location, EXIF, and XMP removed"], warnings: [] },
      { removed: ["已去除位置、EXIF 和 XMP"], warnings: [] },
    ],
    [
      "one thing with a Latin name went",
      { removed: ["exif"] },
      { removed: ["EXIF removed"], warnings: [] },
      { removed: ["已去除 EXIF"], warnings: [] },
    ],
    [
      "everything went, without a position",
      { removed: ["text"] },
      { removed: ["comments removed"], warnings: [] },
      { removed: ["已去除注释"], warnings: [] },
    ],
    [
      "a position was left",
      { removed: [], left: ["gps-exif"] },
      { removed: [], warnings: ["contains a location"] },
      { removed: [], warnings: ["含有位置信息"] },
    ],
    [
      "a position went, and something is broken",
      { removed: ["gps-exif"], note: "malformed" },
      { removed: ["location removed"], warnings: [en.removal.malformed] },
      { removed: ["已去除位置"], warnings: [zh.removal.malformed] },
    ],
  ];
  test.each(cases)("when %s", (_when, removal, english, chinese) => {
    expect(removalTexts(removal, en)).toEqual(english);
    expect(removalTexts(removal, zh)).toEqual(chinese);
  });
});
