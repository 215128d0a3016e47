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

const theme = readFileSync(join(SRC, "ui/theme/theme.css"), "utf8");
const usual = palette(theme.slice(0, theme.indexOf("@media")));
const strong = { ...usual, ...palette(/@media \(prefers-contrast: more\) \{[^}]+\}/.exec(theme)?.[0] ?? "") };
const GROUNDS = ["bg", "surface", "hover"];

test.each([0, 1])(
  "words stand out from every ground by 4.5:1 and fields by 3:1, in the light theme and the dark",
  (at) => {
    for (const ground of GROUNDS) {
      for (const words of ["fg", "muted"])
        expect(contrast(usual, words, ground, at), `${words} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    for (const words of ["accent", "success", "danger", "warning"]) {
      for (const ground of ["bg", "surface"])
        expect(contrast(usual, words, ground, at), `${words} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    for (const ground of ["accent", "accent-hover"])
      expect(contrast(usual, "on-accent", ground, at), ground).toBeGreaterThanOrEqual(4.5);
    expect(contrast(usual, "field", "surface", at)).toBeGreaterThanOrEqual(3);
  },
);

test.each([0, 1])(
  "who asks for more contrast gets secondary words at 7:1 and every edge at 3:1, in the light theme and the dark",
  (at) => {
    for (const ground of GROUNDS) expect(contrast(strong, "muted", ground, at), ground).toBeGreaterThanOrEqual(7);
    for (const edge of ["border", "border-strong", "field"]) {
      for (const ground of ["bg", "surface"])
        expect(contrast(strong, edge, ground, at), `${edge} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  },
);

/** The colours that a rule sets: of the light theme and of the dark. */
function palette(css: string): Record<string, readonly string[]> {
  const set = [...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)];
  return Object.fromEntries(set.map(([, name = "", light = "", dark = ""]) => [name, [light, dark]]));
}

/** WCAG's contrast ratio of two colours of a palette. */
function contrast(colours: Record<string, readonly string[]>, one: string, other: string, theme: number): number {
  const [dark = 0, light = 0] = [one, other]
    .map((name) => luminance(colours[name]?.[theme] ?? ""))
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG's relative luminance of a colour in hexadecimal digits. */
function luminance(hex: string): number {
  const digits = /^#(?:\w{3}|\w{6})$/.test(hex) ? hex.slice(1).replace(/^(\w)(\w)(\w)$/, "$1$1$2$2$3$3") : undefined;
  if (digits === undefined) throw new Error(`not a colour: ${hex}`);
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
