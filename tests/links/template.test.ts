import { micromark } from "micromark";
import * as v from "valibot";
import { expect, test } from "vitest";
import { DEFAULT_PREFERENCES, Preferences } from "../../src/contract/preferences.ts";
import { formatLink, formatLinks } from "../../src/links/format-link.ts";
import { DEFAULT_TEMPLATE, fillTemplate, TEMPLATE_PLACEHOLDERS } from "../../src/links/template.ts";
import { contentOf, image } from "./one-image.ts";
import { HOSTILE_NAMES, SUBJECT } from "./subjects.ts";

test("every placeholder is filled in, each time it stands there", () => {
  expect(fillTemplate("{url}|{name}|{width}x{height}|{size}|{md5}|{sha1}|{url}", SUBJECT)).toBe(
    `${SUBJECT.url}|${SUBJECT.name}|4032x3024|8000|${SUBJECT.md5}|${SUBJECT.sha1}|${SUBJECT.url}`,
  );
});

test("every placeholder that is offered is known", () => {
  for (const placeholder of TEMPLATE_PLACEHOLDERS) expect(fillTemplate(placeholder, SUBJECT)).not.toContain("{");
});

test("dimensions that are not known are empty", () => {
  const { width: _, height: __, ...unseen } = SUBJECT;
  expect(fillTemplate("<{width}x{height}>", unseen)).toBe("<x>");
});

test.each([
  "{unknown}",
  "{ url }",
  "{URL}",
  "{name:pdf}",
  "{}",
  "{",
  "}",
  "{toString}",
  "{constructor}",
  "{__proto__}",
])("%j is no placeholder and stays as it is", (text) => {
  expect(fillTemplate(`a ${text} b`, SUBJECT)).toBe(`a ${text} b`);
});

test("another template language's braces are left around a placeholder", () => {
  const url = SUBJECT.url;
  expect(fillTemplate('{{< figure src="{url}" >}}', SUBJECT)).toBe(`{{< figure src="${url}" >}}`);
  expect(fillTemplate("\\includegraphics{{url}}", SUBJECT)).toBe(`\\includegraphics{${url}}`);
});

test("a name that looks like a placeholder or a replacement pattern is not read as one", () => {
  const name = "{url} $& $1 $` {size}";
  expect(fillTemplate("[{name}]", { ...SUBJECT, name })).toBe(`[${name}]`);
});

test("the raw name keeps its marks, but not its line ends, control characters and reordering marks", () => {
  const name = "a\nb\0c\u202Ed <i> [x]";
  expect(fillTemplate("{name}", { ...SUBJECT, name })).toBe("a b cd <i> [x]");
});

test.each(HOSTILE_NAMES)("the escaped forms of %j are inert in an HTML and in a Markdown template", (name) => {
  const subject = { ...SUBJECT, name };
  const alt = fillTemplate("{name}", subject);
  expect(contentOf(fillTemplate('<img src="{url}" alt="{name:html}">', subject))).toEqual([image(SUBJECT.url, alt)]);
  const markdown = fillTemplate("![{name:markdown}]({url})", subject);
  expect(contentOf(micromark(markdown, { allowDangerousHtml: true }))).toEqual([image(SUBJECT.url, alt)]);
});

test("a template's own line ends stay, and no template at all gives the link", () => {
  expect(formatLink(SUBJECT, "template", "{name}\n{size}")).toBe("IMG_0001.jpg\n8000");
  expect(formatLink(SUBJECT, "template")).toBe(SUBJECT.url);
  expect(fillTemplate(DEFAULT_TEMPLATE, SUBJECT)).toBe(SUBJECT.url);
});

test.each(["", "  \n", "{width}"])(
  "a template that comes to nothing, as %j does, gives the link instead",
  (template) => {
    const { width: _, height: __, ...unseen } = SUBJECT;
    expect(formatLink(unseen, "template", template)).toBe(SUBJECT.url);
  },
);

test("a kept template that says nothing is forgotten, alone", () => {
  const kept = v.parse(Preferences, { template: " ", format: "template" });
  expect(kept).toMatchObject({ template: DEFAULT_PREFERENCES.template, format: "template" });
});

test("the template is read by its own format only", () => {
  expect(formatLink(SUBJECT, "url", "{md5}")).toBe(SUBJECT.url);
  expect(formatLinks([SUBJECT, SUBJECT], "template", "{size}")).toBe("8000\n8000");
});
