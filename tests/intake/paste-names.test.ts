import { expect, test } from "vitest";
import type { Candidate } from "../../src/engine/ports.ts";
import { createPasteNames } from "../../src/platform/paste-names.ts";

const NOON = new Date(2026, 0, 2, 12, 0, 0);
const file = (name: string): Candidate => ({ kind: "file", name, folder: "", blob: new Blob(), lastModified: 0 });

test("screenshots pasted in one second have names of their own, and so has the next second", () => {
  const name = createPasteNames();
  const pasted = [NOON, NOON, new Date(NOON.getTime() + 999), new Date(NOON.getTime() + 1000)];
  expect(pasted.map((at) => name(file("image.png"), at).name)).toEqual([
    "screenshot-20260102-120000.png",
    "screenshot-20260102-120000-2.png",
    "screenshot-20260102-120000-3.png",
    "screenshot-20260102-120001.png",
  ]);
});

test("a pasted file that has a name of its own keeps it", () => {
  expect(createPasteNames()(file("cat.png"), NOON).name).toBe("cat.png");
});
