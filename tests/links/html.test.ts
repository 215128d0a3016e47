import fc from "fast-check";
import { expect, test } from "vitest";
import { formatLink, formatLinks } from "../../src/links/format-link.ts";
import { escapeHtml } from "../../src/links/html.ts";
import { plainName, plainUrl } from "../../src/links/plain-text.ts";
import { contentOf, image } from "./one-image.ts";
import { anyName, anyUrl, HOSTILE_NAMES, SUBJECT } from "./subjects.ts";

test.each(HOSTILE_NAMES)("an HTML parser sees one image named %j, and nothing else", (name) => {
  expect(contentOf(formatLink({ ...SUBJECT, name }, "html"))).toEqual([image(SUBJECT.url, plainName(name))]);
});

test("whatever the name and the link, an HTML parser sees one image with that source and that alt text", () => {
  fc.assert(
    fc.property(anyName, anyUrl, (name, url) => {
      expect(contentOf(formatLink({ ...SUBJECT, name, url }, "html"))).toEqual([image(plainUrl(url), plainName(name))]);
    }),
    { numRuns: 2000 },
  );
});

test("several images stay several images, in the order given", () => {
  const subjects = HOSTILE_NAMES.map((name, i) => ({ ...SUBJECT, name, url: `https://cdn.example.com/${i}.png` }));
  const expected = subjects.map(({ url, name }) => image(url, plainName(name)));
  expect(contentOf(formatLinks(subjects, "html"))).toEqual(expected);
});

test("an escaped name is safe in text and in an attribute with single quotes as well", () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const html = `<b title='${escapeHtml(name)}'>x${escapeHtml(name)}x</b>`;
      expect(contentOf(html)).toEqual([{ tag: "b", title: plainName(name) }, { text: `x${plainName(name)}x` }]);
    }),
  );
});
