import { describe, expect, test } from "vitest";
import { toFailure, UploadError } from "../../src/contract/errors.ts";

describe("a thrown value as a failure", () => {
  test("is its own failure, whole, where it is one of ours", () => {
    const failure = {
      code: "store_busy",
      detail: "SlowDown",
      status: 503,
      requestId: "r",
      retryAfterMs: 1,
      retryAt: 2,
    } as const;
    expect(toFailure(new UploadError(failure))).toEqual(failure);
    expect(toFailure(new UploadError({ code: "put_stalled" }))).toEqual({ code: "put_stalled" });
  });

  test("is unexpected where it only goes by our name", () => {
    const stranger = Object.assign(new Error("what it says"), { name: "UploadError", failure: { code: "nonsense" } });
    expect(toFailure(stranger)).toEqual({ code: "unexpected", detail: "what it says" });
  });

  test("is unexpected with its message, or with what it is as a text", () => {
    expect(toFailure(new TypeError("boom"))).toEqual({ code: "unexpected", detail: "boom" });
    expect(toFailure("a text")).toEqual({ code: "unexpected", detail: "a text" });
  });

  test("is its own failure too where it comes of another copy of the class", () => {
    const failure = { code: "store_full" } as const;
    expect(toFailure(Object.assign(new Error("x"), { name: "UploadError", failure }))).toEqual(failure);
  });
});
