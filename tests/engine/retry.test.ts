import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ERROR_CODES, type ErrorCode } from "../../src/contract/errors.ts";
import { DEFAULT_OPTIONS } from "../../src/engine/options.ts";
import { decideRetry, isRetryable, remedyFor } from "../../src/engine/retry.ts";
import { World } from "./support/world.ts";

const FRESH = { retries: 0, online: true, random: 0 };
const PASSING: readonly ErrorCode[] = [
  "codec_unavailable",
  "gateway_unreachable",
  "gateway_failed",
  "rate_limited",
  "sign_unreachable",
  "sign_timeout",
  "put_unreachable",
  "put_stalled",
  "store_busy",
  "store_failed",
];
const AFRESH: readonly ErrorCode[] = ["signature_expired", "ticket_refused"];

describe("the retry policy", () => {
  it.each(ERROR_CODES)("says for %s what another try is worth", (code) => {
    const expected = PASSING.includes(code) ? "passing" : AFRESH.includes(code) ? "afresh" : "final";
    expect(remedyFor(code)).toBe(expected);
  });

  it("tries three times more and then gives up", () => {
    const kinds = [0, 1, 2, 3].map(
      (retries) => decideRetry({ code: "store_busy" }, { ...FRESH, retries }, DEFAULT_OPTIONS).kind,
    );
    expect(kinds).toEqual(["after", "after", "after", "fail"]);
  });

  it("doubles the pause each time, up to a longest one, half of it by chance", () => {
    const options = { ...DEFAULT_OPTIONS, maxRetries: 20 };
    const pause = (retries: number, random: number) =>
      decideRetry({ code: "store_busy" }, { retries, online: true, random }, options);
    expect(pause(0, 0)).toEqual({ kind: "after", ms: options.retryBaseMs / 2 });
    expect(pause(0, 0.5)).toEqual({ kind: "after", ms: options.retryBaseMs * 0.75 });
    expect(pause(1, 0)).toEqual({ kind: "after", ms: options.retryBaseMs });
    expect(pause(2, 0)).toEqual({ kind: "after", ms: options.retryBaseMs * 2 });
    expect(pause(19, 0)).toEqual({ kind: "after", ms: options.retryMaxMs / 2 });
  });

  it("never comes back before the server asked it to", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: DEFAULT_OPTIONS.retryAfterMaxMs }),
        fc.integer({ min: 0, max: 2 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (retryAfterMs, retries, random) => {
          const decision = decideRetry(
            { code: "rate_limited", retryAfterMs },
            { retries, online: true, random },
            DEFAULT_OPTIONS,
          );
          expect(decision.kind === "after" && decision.ms >= retryAfterMs).toBe(true);
        },
      ),
    );
  });

  it("takes a pause that is longer than anyone would wait for a refusal", () => {
    const failure = { code: "rate_limited", retryAfterMs: DEFAULT_OPTIONS.retryAfterMaxMs + 1 } as const;
    expect(decideRetry(failure, FRESH, DEFAULT_OPTIONS)).toEqual({ kind: "fail" });
    const longest = { ...failure, retryAfterMs: DEFAULT_OPTIONS.retryAfterMaxMs };
    expect(decideRetry(longest, FRESH, DEFAULT_OPTIONS).kind).toBe("after");
  });

  it("offers no retry of a row without bytes", async () => {
    const world = new World();
    const id = await world.addOne({ kind: "unreadable", name: "a.png", folder: "", code: "file_unreadable" });
    expect(isRetryable(world.row(id))).toBe(false);
    expect(world.engine.getSnapshot().totals.retryable).toBe(0);
  });

  it.each([Number.NaN, -5])("makes nothing of a pause of %d ms", (retryAfterMs) => {
    expect(decideRetry({ code: "rate_limited", retryAfterMs }, FRESH, DEFAULT_OPTIONS)).toEqual({
      kind: "after",
      ms: DEFAULT_OPTIONS.retryBaseMs / 2,
    });
  });

  it("waits for the network when there is none, however often it has tried, but not with a final failure", () => {
    const offline = { ...FRESH, retries: 3, online: false };
    expect(decideRetry({ code: "put_unreachable" }, offline, DEFAULT_OPTIONS)).toEqual({ kind: "whenOnline" });
    expect(decideRetry({ code: "put_refused" }, offline, DEFAULT_OPTIONS)).toEqual({ kind: "fail" });
  });
});
