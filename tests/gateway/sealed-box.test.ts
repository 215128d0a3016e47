import { expect, test } from "vitest";
import { createSealedBox } from "../../src/gateway/sealed-box.ts";

test("what was sealed for one purpose cannot be opened for another, with the same secret", () => {
  const secret = "0123456789abcdef0123456789abcdef";
  const sealed = createSealedBox("a ticket", secret).seal("text");
  expect(createSealedBox("a ticket", secret).open(sealed)?.text).toBe("text");
  expect(createSealedBox("a pass", secret).open(sealed)).toBeUndefined();
});
