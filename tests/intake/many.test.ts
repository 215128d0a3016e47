import { afterEach, expect, test, vi } from "vitest";
import type { Transfer } from "../../src/platform/intake.ts";
import { DroppedFile, DroppedFolder, readAll, transferOf } from "./dropped-entries.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Thousands of pictures, as a browser hands them out: each says its type. */
function picturesOf(count: number, onLook: () => void): Transfer["items"] {
  return Array.from({ length: count }, (_, i) => ({
    kind: "file",
    type: "image/png",
    webkitGetAsEntry: () => {
      onLook();
      return new DroppedFile(`${i}.png`);
    },
    getAsFile: () => new File([`${i}`], `${i}.png`, { type: "image/png" }),
  }));
}

test("of thousands of items only those without a type are asked whether they are folders", async () => {
  let looks = 0;
  const folder = transferOf(new DroppedFolder("holiday", [[new DroppedFile("a.png")]]));
  const items = [...picturesOf(2_000, () => (looks += 1)), ...folder.items];
  const paths = await readAll({ items, getData: () => "" });
  expect(paths).toHaveLength(2_001);
  expect(paths.at(-1)).toBe("holiday/a.png");
  expect(looks).toBe(0);
});

test("a few items are all asked, so that a folder may have any name", async () => {
  let looks = 0;
  await readAll({ items: picturesOf(3, () => (looks += 1)), getData: () => "" });
  expect(looks).toBe(3);
});

test("the page has its turn while thousands of files are read", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    now += 1;
    return now;
  });
  let turns = 0;
  let reading = true;
  const takeTurns = () => {
    turns += 1;
    if (reading) setImmediate(takeTurns);
  };
  setImmediate(takeTurns);
  const paths = await readAll({ items: picturesOf(1_000, () => undefined), getData: () => "" });
  reading = false;
  expect(paths).toHaveLength(1_000);
  expect(turns).toBeGreaterThan(50);
});
