import { describe, expect, test } from "vitest";
import { displayName, shownName } from "../../src/ui/list/shown-name.ts";

describe("a file name for showing", () => {
  test("keeps its ending, whatever is cut away", () => {
    expect(displayName("a very long file name of a picture.jpeg").end).toBe("icture.jpeg".slice(-10));
  });

  test("cannot turn its own ending around", () => {
    expect(displayName("innocent\u202egnp.exe").whole).toBe("innocent\ufffdgnp.exe");
    expect(shownName("innocent\u061cgnp.exe")).toBe("innocent\ufffdgnp.exe");
    expect(shownName("folder\u202e/innocent\u202egnp.exe")).toBe("folder\ufffd/innocent\ufffdgnp.exe");
  });

  test("does not cut an emoji in two", () => {
    expect(displayName("😀😀😀😀").end).toBe("😀😀");
  });

  test("does not cut in two what several code points make one", () => {
    expect(displayName("👨‍👩‍👧‍👦👨‍👩‍👧‍👦")).toMatchObject({ end: "👨‍👩‍👧‍👦" });
    expect(displayName("🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳").end).toBe("🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳");
    expect(displayName("cafe\u0301").end).toBe("fe\u0301");
  });

  test("keeps no wider an end in Chinese than in English, so that a phone still shows the beginning", () => {
    expect(displayName("二〇二六年春节联欢晚会现场照片合集.jpg").end).toBe("片合集.jpg");
  });
});
