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

test("of COS's conflicts, one says that the object is there; the others do not", () => {
  const conflict = (code: string) => codeOfRefusal({ code, message: "" }, 409);
  expect(conflict("FileAlreadyExists")).toBe("already_exists");
  for (const code of ["PathConflict", "UploadConflict", "BucketLocked", "ObjectLocked", "InvalidObjectState"])
    expect(conflict(code)).toBe("put_refused");
  expect(codeOfRefusal(undefined, 409)).toBe("already_exists");
});
