import { expect, test } from "vitest";
import { NOTHING_SELECTED, type Selection, toggle } from "../../src/ui/history/selection.ts";

const ORDER = ["a", "b", "c", "d", "e"];
const click = (selection: Selection, id: string, range = false, order = ORDER) =>
  toggle(selection, id, range, () => order);
const chosen = (selection: Selection) => [...selection.ids].sort().join("");

test("a click chooses, a second one lets go", () => {
  const one = click(NOTHING_SELECTED, "b");
  expect(chosen(one)).toBe("b");
  expect(chosen(click(one, "b"))).toBe("");
});

test("a click with Shift chooses everything from the last one touched, in both directions", () => {
  expect(chosen(click(click(NOTHING_SELECTED, "b"), "d", true))).toBe("bcd");
  expect(chosen(click(click(NOTHING_SELECTED, "d"), "b", true))).toBe("bcd");
});

test("a click with Shift on a chosen one lets go of the whole range", () => {
  const all = click(click(NOTHING_SELECTED, "a"), "e", true);
  expect(chosen(click(click(all, "b"), "d", true))).toBe("ae");
});

test("a range whose beginning is not shown any more is the one that was clicked", () => {
  const one = click(NOTHING_SELECTED, "a");
  expect(chosen(click(one, "d", true, ["b", "c", "d"]))).toBe("ad");
  expect(chosen(click(NOTHING_SELECTED, "c", true))).toBe("c");
});
