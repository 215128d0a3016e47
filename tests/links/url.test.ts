import fc from "fast-check";
import { expect, test } from "vitest";
import { formatLink, formatLinks } from "../../src/links/format-link.ts";
import { anyUrl, SUBJECT } from "./subjects.ts";

test.each([
  "https://cdn.example.com/p/a_(1).jpg?x=1&y=%20#top",
  "https://cdn.example.com/图/é.png",
  "http://[::1]:9000/songlist/p/a.png",
  "https://cdn.example.com:8443/~a/b;c=d,e@f!$'()*+",
])("the valid link %s is copied as it is", (url) => {
  expect(formatLink({ ...SUBJECT, url }, "url")).toBe(url);
});

test("characters that no one sees, or that turn the text around, are percent-encoded", () => {
  const url = "https://c.example/a\u202Egnp.\u200B";
  expect(formatLink({ ...SUBJECT, url }, "url")).toBe("https://c.example/a%E2%80%AEgnp.%E2%80%8B");
});

/** A URL parser leaves some characters raw that RFC 3986 wants encoded: both forms name the same address. */
const decoded = (url: string) =>
  url.replace(/%([2-7][\dA-F])/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

test("whatever the link, its text is one line without blanks, and a browser reads it as the same address", () => {
  fc.assert(
    fc.property(anyUrl, (url) => {
      // A URL parser drops these, or takes a backslash for a slash; here they are kept, percent-encoded.
      fc.pre(!/[\t\n\r\\]|[\s\p{Cc}]$/u.test(url));
      const text = formatLink({ ...SUBJECT, url }, "url");
      expect(text).not.toMatch(/[\s\p{Cc}]/u);
      expect(decoded(new URL(text).href)).toBe(decoded(new URL(url).href));
    }),
  );
});

test("several links stand one below the other, in the order given", () => {
  const subjects = ["c", "a", "b"].map((name) => ({ ...SUBJECT, url: `https://cdn.example.com/${name}.png` }));
  expect(formatLinks(subjects, "url")).toBe(
    "https://cdn.example.com/c.png\nhttps://cdn.example.com/a.png\nhttps://cdn.example.com/b.png",
  );
  expect(formatLinks([], "url")).toBe("");
});
