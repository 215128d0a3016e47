import { describe, expect, test, vi } from "vitest";
import { createAccessToken } from "../../src/platform/access-token.ts";
import { sharedStorage } from "./kept.ts";

const KEY = "cosdrop:token";

describe("an access token that no header can carry", () => {
  test("counts as refused where it was kept by an earlier visit", () => {
    for (const bad of ["gut\u200b", "ｔoken", "two words", ""]) {
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
