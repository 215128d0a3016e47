import { expect, test } from "vitest";
import { isNarrowed, NO_QUERY, readQuery } from "../../src/ui/history/query.ts";

const NOW = new Date(2026, 2, 1, 15, 30);
const midnight = (month: number, day: number) => new Date(2026, month - 1, day).getTime();

test("without any choice everything is looked for", () => {
  expect(readQuery(NO_QUERY, NOW)).toEqual({ text: "", type: undefined, host: undefined });
  expect(isNarrowed(NO_QUERY)).toBe(false);
  expect(isNarrowed({ ...NO_QUERY, text: "  " })).toBe(false);
});

test("a range of days begins at local midnight and holds today", () => {
  expect(readQuery({ ...NO_QUERY, range: "today" }, NOW).from).toBe(midnight(3, 1));
  expect(readQuery({ ...NO_QUERY, range: "week" }, NOW).from).toBe(midnight(2, 23));
});

test("chosen days are both included, and a missing one leaves its side open", () => {
  const query = readQuery({ ...NO_QUERY, range: "custom", from: "2026-02-01", to: "2026-02-28" }, NOW);
  expect(query).toMatchObject({ from: midnight(2, 1), until: midnight(3, 1) });
  expect(readQuery({ ...NO_QUERY, range: "custom", to: "2026-02-28" }, NOW).from).toBeUndefined();
  expect(isNarrowed({ ...NO_QUERY, range: "custom" })).toBe(true);
});

test("days that were chosen before mean nothing once another range is", () => {
  const query = readQuery({ ...NO_QUERY, range: "all", from: "2026-02-01" }, NOW);
  expect(query.from).toBeUndefined();
});
