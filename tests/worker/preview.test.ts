import { expect, test } from "vitest";
import { layOutPreview } from "../../src/worker/preview.ts";

test.each([
  ["a landscape", { width: 6000, height: 4000 }, { width: 144, height: 96 }],
  ["a portrait", { width: 4000, height: 6000 }, { width: 96, height: 144 }],
  ["a small one", { width: 20, height: 10 }, { width: 20, height: 10 }],
  ["a very wide one", { width: 12_000, height: 4 }, { width: 12, height: 4 }],
  ["a very high one", { width: 100, height: 30_000 }, { width: 96, height: 288 }],
])("the preview of %s is small on both sides", (_which, picture, size) => {
  expect(layOutPreview(picture)).toMatchObject(size);
});

test("of a long picture its middle is shown", () => {
  expect(layOutPreview({ width: 1000, height: 100 }).part).toEqual({ x: 350, y: 0, width: 300, height: 100 });
});
