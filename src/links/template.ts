import { escapeHtml } from "./html.ts";
import type { LinkSubject } from "./link-subject.ts";
import { escapeMarkdown } from "./markdown.ts";
import { plainName, plainUrl } from "./plain-text.ts";

/** What stands in for a template that nobody has written yet. */
export const DEFAULT_TEMPLATE = "{url}";

type Fill = (subject: LinkSubject) => string;

const PLACEHOLDERS: ReadonlyMap<string, Fill> = new Map<string, Fill>([
  ["{url}", ({ url }) => plainUrl(url)],
  ["{name}", ({ name }) => plainName(name)],
  ["{name:html}", ({ name }) => escapeHtml(name)],
  ["{name:markdown}", ({ name }) => escapeMarkdown(name)],
  ["{width}", ({ width }) => (width === undefined ? "" : String(width))],
  ["{height}", ({ height }) => (height === undefined ? "" : String(height))],
  ["{size}", ({ size }) => String(size)],
  ["{md5}", ({ md5 }) => md5],
  ["{sha1}", ({ sha1 }) => sha1],
]);

/** The placeholders that a template may use, in the order in which a person would look for them. */
export const TEMPLATE_PLACEHOLDERS: readonly string[] = [...PLACEHOLDERS.keys()];

/**
 * The person's own text with its placeholders filled in, in one pass: a name that reads `{url}` is not filled in again.
 *
 * - `{name}` is put in raw, as PicGo and PicList do: only the template's writer knows what the text will be used in.
 *   `{name:html}` and `{name:markdown}` escape it for those two. It is always one line, without control characters.
 * - `{width}` and `{height}` are empty while the picture was not seen to load; `{size}` is in bytes.
 * - Anything else in braces stays as it is, and braces have no escape, since other template languages use them:
 *   `{{< figure src="{url}" >}}` keeps its shortcode, `\includegraphics{{url}}` gives `\includegraphics{https://…}`.
 */
export function fillTemplate(template: string, subject: LinkSubject): string {
  return template.replace(/\{[a-z\d:]+\}/g, (placeholder) => PLACEHOLDERS.get(placeholder)?.(subject) ?? placeholder);
}
