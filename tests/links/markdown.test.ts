import fc from "fast-check";
import { micromark } from "micromark";
import { expect, test } from "vitest";
import { formatLink, formatLinks } from "../../src/links/format-link.ts";
import { plainName, plainUrl } from "../../src/links/plain-text.ts";
import { contentOf, image } from "./one-image.ts";
import { anyName, anyUrl, HOSTILE_NAMES, SUBJECT } from "./subjects.ts";

/** As a renderer that trusts its input would: raw HTML and any protocol go through. */
const rendered = (markdown: string) =>
  contentOf(micromark(markdown, { allowDangerousHtml: true, allowDangerousProtocol: true }));

/** CommonMark's renderer percent-encodes what it writes into `src`, an IPv6 address's brackets too; compared as a browser reads it. */
const address = (src: string) => new URL(src.replace("//%5B::1%5D", "//[::1]")).href;
const withAddresses = (content: unknown[]) =>
  content.map((item) =>
    typeof item === "object" && item !== null && "src" in item && typeof item.src === "string"
      ? { ...item, src: address(item.src) }
      : item,
  );

test.each(HOSTILE_NAMES)("a CommonMark parser sees one image named %j, and nothing else", (name) => {
  expect(rendered(formatLink({ ...SUBJECT, name }, "markdown"))).toEqual([image(SUBJECT.url, plainName(name))]);
});

test("whatever the name and the link, a CommonMark parser sees one image with that source and that alt text", () => {
  fc.assert(
    fc.property(anyName, anyUrl, (name, url) => {
      const content = rendered(formatLink({ ...SUBJECT, name, url }, "markdown"));
      expect(withAddresses(content)).toEqual([image(address(plainUrl(url)), plainName(name))]);
    }),
    { numRuns: 2000 },
  );
});

test("whatever stands on either side, several images stay several images", () => {
  fc.assert(
    fc.property(fc.array(anyName, { minLength: 2, maxLength: 5 }), (names) => {
      const subjects = names.map((name) => ({ ...SUBJECT, name }));
      const expected = names.map((name) => image(SUBJECT.url, plainName(name)));
      expect(rendered(formatLinks(subjects, "markdown"))).toEqual(expected);
    }),
  );
});

test("an everyday name stays readable: no backslash where none is needed", () => {
  const name = "IMG_0001 - copy (2), final & last!.jpg";
  expect(formatLink({ ...SUBJECT, name }, "markdown")).toBe(`![${name}](${SUBJECT.url})`);
});
