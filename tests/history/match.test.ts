import { describe, expect, test } from "vitest";
import type { HistoryQuery } from "../../src/contract/history.ts";
import { createMatcher, historyRow } from "../../src/platform/history-match.ts";
import { historyEntry } from "./entries.ts";

const entry = historyEntry({
  name: "西湖晨雾 Morning.JPG",
  url: "https://cdn.example.com/songlist/p/0cc175b9/4FBF_c902.jpg",
  type: "image/jpeg",
  addedAt: 1000,
});
const found = (query: Partial<HistoryQuery>) => createMatcher({ text: "", ...query })(historyRow(entry));

describe("a search", () => {
  test.each([
    "",
    "   ",
    "morning",
    "MORNING",
    "晨雾",
    "jpg 西湖",
    "4fbf_C902",
    "https://cdn.example.com/songlist/p/0cc175b9/4FBF_c902.jpg",
    entry.md5.slice(4, 12).toUpperCase(),
    entry.sha1,
    // Full-width letters, as Chinese input methods type them.
    "ｍｏｒｎｉｎｇ",
  ])("finds the entry by %j", (text) => {
    expect(found({ text })).toBe(true);
  });

  test.each(["东湖", "morning 东湖", "晨 雾霾"])("does not find it by %j", (text) => {
    expect(found({ text })).toBe(false);
  });

  test("finds a name that macOS has taken apart by the same name in one piece", () => {
    const row = historyRow(historyEntry({ name: "café.png".normalize("NFD") }));
    expect(createMatcher({ text: "café".normalize("NFC") })(row)).toBe(true);
  });
});

describe("filters", () => {
  test("by type and host take exactly that type and host", () => {
    expect(found({ type: "image/jpeg" })).toBe(true);
    expect(found({ type: "image/png" })).toBe(false);
    expect(found({ host: "cdn.example.com" })).toBe(true);
    expect(found({ host: "example.com" })).toBe(false);
  });

  test("by date include the first moment and leave out the last", () => {
    expect(found({ from: 1000, until: 1001 })).toBe(true);
    expect(found({ from: 1001 })).toBe(false);
    expect(found({ until: 1000 })).toBe(false);
  });

  test("all have to hold together", () => {
    expect(found({ text: "西湖", type: "image/jpeg", host: "cdn.example.com" })).toBe(true);
    expect(found({ text: "西湖", type: "image/jpeg", host: "other.example" })).toBe(false);
  });
});
