import { expect, test } from "vitest";
import { createMissing } from "../../src/engine/missing.ts";

test("of two namesakes in two folders, the one is taken whose folder it is, and then the other", () => {
  const missing = createMissing();
  const same = { name: "a.png", size: 3, lastModified: 1 };
  const gone = { paused: false, known: undefined, blob: undefined };
  missing.put({ ...same, ...gone, id: "one", folder: "x" });
  missing.put({ ...same, ...gone, id: "two", folder: "y" });
  const file = { ...same, kind: "file", folder: "y", blob: new Blob(["abc"]) } as const;
  expect(missing.take(file)?.id).toBe("two");
  expect(missing.take(file)?.id).toBe("one");
});
