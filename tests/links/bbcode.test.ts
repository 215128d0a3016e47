import fc from "fast-check";
import { expect, test } from "vitest";
import { formatLink } from "../../src/links/format-link.ts";
import { anyName, anyUrl, SUBJECT } from "./subjects.ts";

test("a link is wrapped in one img tag", () => {
  expect(formatLink(SUBJECT, "bbcode")).toBe(`[img]${SUBJECT.url}[/img]`);
});

test("whatever the name and the link, no tag but the one pair can be read", () => {
  fc.assert(
    fc.property(anyName, anyUrl, (name, url) => {
      const text = formatLink({ ...SUBJECT, name, url }, "bbcode");
      // The one bracket pair of a valid link, around an IPv6 address, is no tag: a tag's name begins with a letter.
      const tags = text.replace("//[::1]", "").match(/[[\]][^[\]]*/g);
      expect(tags?.map((tag) => tag.slice(0, 5))).toEqual(["[img", expect.stringMatching(/^\]/), "[/img", "]"]);
      expect(text).not.toMatch(/[\p{Cc}\s]/u);
    }),
    { numRuns: 2000 },
  );
});

test("a closing tag inside the link is percent-encoded", () => {
  const url = "https://cdn.example.com/[/img][url]x";
  expect(formatLink({ ...SUBJECT, url }, "bbcode")).toBe("[img]https://cdn.example.com/%5B/img%5D%5Burl%5Dx[/img]");
});

test("the name is nowhere in it", () => {
  expect(formatLink({ ...SUBJECT, name: "secret-name" }, "bbcode")).not.toContain("secret-name");
});
