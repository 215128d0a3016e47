import { describe, expect, test } from "vitest";
import { readRetryAfter } from "../../src/contract/retry-after.ts";

describe("Retry-After", () => {
  test.each([
    ["7", 7_000],
    ["0", 0],
    ["Wed, 21 Oct 2015 07:28:00 GMT", 0],
    ["soon", undefined],
    ["-1", undefined],
    ["", undefined],
    [null, undefined],
    [undefined, undefined],
  ])("of %j is %j ms", (value, ms) => {
    expect(readRetryAfter(value)).toBe(ms);
  });

  test("as a date is the time until then", () => {
    const ms = readRetryAfter(new Date(Date.now() + 60_000).toUTCString());
    expect(ms).toBeGreaterThan(50_000);
    expect(ms).toBeLessThanOrEqual(60_000);
  });
});
