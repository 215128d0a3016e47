import type { LinkSubject } from "./link-subject.ts";
import { plainName, plainUrl } from "./plain-text.ts";

/*
 * CommonMark 0.31, section 6.4 (images). Whatever could end the alt text or begin another construct in it is escaped;
 * the rest is left alone, so that an everyday name reads as it is.
 */

/** `~` and `$` mean something in GitHub's dialect, `|` in its tables. */
const MEANS_SOMETHING = /[\\`*[\]<>~$|]/g;
/** Within a word an underscore is never emphasis (section 6.2): `IMG_0001.jpg` keeps its own. */
const UNDERSCORE_AT_A_WORDS_EDGE = /(?<![a-z\d])_|_(?![a-z\d])/gi;
/** Would be read as a character reference (section 2.5). */
const REFERENCE = /&(?=#|[a-z])/gi;
const PARENTHESES = /[()]/g;

/** The name as Markdown text that means nothing but itself. */
export function escapeMarkdown(name: string): string {
  return plainName(name)
    .replace(MEANS_SOMETHING, "\\$&")
    .replace(UNDERSCORE_AT_A_WORDS_EDGE, "\\_")
    .replace(REFERENCE, "\\&");
}

/** `![name](url)`; unbalanced parentheses would end the destination, so all are escaped. */
export function markdownImage({ url, name }: LinkSubject): string {
  const destination = plainUrl(url).replace(PARENTHESES, "\\$&").replace(REFERENCE, "\\&");
  return `![${escapeMarkdown(name)}](${destination})`;
}
