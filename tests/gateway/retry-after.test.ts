import { expect, test } from "vitest";
import { retryAfterOf } from "../../src/gateway/outgoing/retry-after.ts";

test.each([
  ["7", "7"],
  ["Wed, 21 Oct 2015 07:28:00 GMT", "0"],
  ["9".repeat(400), "999999"],
  ["soon", undefined],
  [undefined, undefined],
])("an upstream's Retry-After of %j is passed on as %j seconds", (given, passed) => {
  const headers = given === undefined ? {} : { "retry-after": given };
  expect(retryAfterOf({ headers })["retry-after"]).toBe(passed);
});
