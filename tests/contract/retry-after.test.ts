import { describe, expect, test, vi } from "vitest";
import { askedPause, readRetryAfter } from "../../src/contract/retry-after.ts";

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

test("a failure knows the pause that was asked for, and the moment at which it ends", () => {
  vi.useFakeTimers({ now: 1_000_000 });
  expect(askedPause("7")).toEqual({ retryAfterMs: 7_000, retryAt: 1_007_000 });
  vi.useRealTimers();
  expect(askedPause(undefined)).toEqual({});
});
