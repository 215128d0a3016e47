import { expect, test } from "vitest";
import { codeOfRefusal } from "../../src/contract/cos-error-codes.ts";

test("COS's AccessDenied of a signature that has run out is told apart, so that the page asks for another", () => {
  const denied = (message: string) => codeOfRefusal({ code: "AccessDenied", message }, 403);
  expect(denied("Request has expired")).toBe("signature_expired");
  expect(denied("Access Denied.")).toBe("signature_refused");
});

test("so is the code of its own that COS's list of error codes has for it", () => {
  expect(codeOfRefusal({ code: "Request has expired", message: "" }, 403)).toBe("signature_expired");
});
