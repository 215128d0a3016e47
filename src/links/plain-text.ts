/*
 * What every format does first: take away what no format can make safe by escaping. What is left has no line end and no
 * character that reorders or hides others, so that one result stays one line and reads as it is written.
 */

/** Control characters and line separators. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;
/** Characters that turn the direction of the text after them, and the byte order mark; they have no shape of their own. */
const REORDERING = /[\p{Bidi_Control}\uFEFF]/gu;
const LONE_SURROGATES = /\p{Cs}/gu;

/** The name as it may be shown: one line, in its written order, well-formed, without blanks at its ends. */
export function plainName(name: string): string {
  return name
    .replace(LONE_SURROGATES, "\uFFFD")
    .replace(REORDERING, "")
    .replace(CONTROLS, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * What RFC 3986 lets stand nowhere in a URL (a percent sign begins an encoded byte there), besides what is invisible.
 * Letters of any language stay: an IRI has them.
 */
const NOT_IN_A_URL = /[\s"<>[\\\]^`{|}\p{Cc}\p{Cf}\p{Cs}]|%(?![\dA-Fa-f]{2})/gu;
/** Where brackets do belong: around an IPv6 address. */
const SCHEME_AND_IPV6_HOST = /^[a-z]+:\/\/\[[\d.:a-f]+\]/i;

/**
 * The link with every character that a URL may not hold percent-encoded: no quote, angle bracket, square bracket,
 * backtick, backslash, blank, control or stray percent sign is left. A valid link comes back as it was.
 */
export function plainUrl(url: string): string {
  const start = SCHEME_AND_IPV6_HOST.exec(url)?.[0] ?? "";
  return start + url.slice(start.length).replace(NOT_IN_A_URL, percentEncode);
}

function percentEncode(character: string): string {
  return encodeURIComponent(character.replace(LONE_SURROGATES, "\uFFFD"));
}
