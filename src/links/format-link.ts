import type { LinkFormat } from "../contract/link-format.ts";
import { bbcodeImage } from "./bbcode.ts";
import { htmlImage } from "./html.ts";
import type { LinkSubject } from "./link-subject.ts";
import { markdownImage } from "./markdown.ts";
import { plainUrl } from "./plain-text.ts";
import { DEFAULT_TEMPLATE, fillTemplate } from "./template.ts";

/**
 * One result as text. Nothing in the name or the link can break out of the format: see each format's file for how.
 * @param template read by the format `template` only.
 */
export function formatLink(subject: LinkSubject, format: LinkFormat, template: string = DEFAULT_TEMPLATE): string {
  switch (format) {
    case "url":
      return plainUrl(subject.url);
    case "markdown":
      return markdownImage(subject);
    case "html":
      return htmlImage(subject);
    case "bbcode":
      return bbcodeImage(subject);
    case "template":
      return filled(template, subject);
  }
}

/** Never empty: of a picture that was not seen to load, `{width}` alone says nothing, and the link stands in for it. */
function filled(template: string, subject: LinkSubject): string {
  const text = fillTemplate(template, subject);
  return text.trim() === "" ? plainUrl(subject.url) : text;
}

/** Several results, in the order given, one below the other. */
export function formatLinks(subjects: readonly LinkSubject[], format: LinkFormat, template?: string): string {
  return subjects.map((subject) => formatLink(subject, format, template)).join("\n");
}
