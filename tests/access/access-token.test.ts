import { describe, expect, test, vi } from "vitest";
import { createAccessToken } from "../../src/platform/access-token.ts";
import { sharedStorage } from "./kept.ts";

const KEY = "cosdrop:token";

describe("an access token that no header can carry", () => {
  test("counts as refused where it was kept by an earlier visit", () => {
    for (const bad of ["gut\u200b", "ｔoken", "two words", "", "x".repeat(4097)]) {
      expect(createAccessToken(sharedStorage({ [KEY]: bad })).get()).toEqual({ value: bad, refused: true });
    }
    expect(createAccessToken(sharedStorage({ [KEY]: "good" })).get()).toEqual({ value: "good", refused: false });
  });

  test("counts as refused at once when it is set, and is not kept", () => {
    const storage = sharedStorage({ [KEY]: "good" });
    const token = createAccessToken(storage);
    const told = vi.fn();
    token.subscribe(told);
    token.set("ｔoken", true);
    expect(token.get()).toEqual({ value: "ｔoken", refused: true });
    expect(told).toHaveBeenCalledTimes(1);
    expect(storage.get(KEY)).toBeUndefined();
  });
});

describe("a token that another tab keeps", () => {
  test("is taken over where there is none, and where the one here was refused", () => {
    const storage = sharedStorage();
    const token = createAccessToken(storage);
    const told = vi.fn();
    token.subscribe(told);
    storage.otherTab(KEY, "first");
    expect(token.get()).toEqual({ value: "first", refused: false });
    token.refuse("first");
    storage.otherTab(KEY, "second");
    expect(token.get()).toEqual({ value: "second", refused: false });
    expect(told).toHaveBeenCalledTimes(3);
  });

  test("is taken over once the one here is refused, where it came before that", () => {
    const storage = sharedStorage({ [KEY]: "old" });
    const token = createAccessToken(storage);
    storage.otherTab(KEY, "new");
    expect(token.get()).toEqual({ value: "old", refused: false });
    token.refuse("old");
    expect(token.get()).toEqual({ value: "new", refused: false });
    token.refuse("new");
    expect(token.get()).toEqual({ value: "new", refused: true });
  });

  test("takes the place of none that does, and the refused one is not tried again", () => {
    const storage = sharedStorage({ [KEY]: "mine" });
    const token = createAccessToken(storage);
    storage.otherTab(KEY, "other");
    storage.otherTab(KEY, undefined);
    expect(token.get()).toEqual({ value: "mine", refused: false });
    token.refuse("mine");
    const told = vi.fn();
    token.subscribe(told);
    storage.otherTab(KEY, "mine");
    storage.otherTab(KEY, undefined);
    expect(token.get()).toEqual({ value: "mine", refused: true });
    expect(told).not.toHaveBeenCalled();
  });
});
