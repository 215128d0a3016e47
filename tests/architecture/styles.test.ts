import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "../../src");

test("every custom property that a style reads is set somewhere: a misspelt one would be no colour at all", () => {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(css|tsx?)$/.test(path))
    .map((path) => readFileSync(join(SRC, path), "utf8"));
  const all = (pattern: RegExp) =>
    new Set(files.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? "")));
  const read = all(/var\((--[\w-]+)/g);
  const set = all(/(?:^|["'\s{;])(--[\w-]+)["']?\s*[:,]/gm);
  expect(read.size).toBeGreaterThan(15);
  expect([...read].filter((name) => !set.has(name))).toEqual([]);
});
