/** Every form that a link can be copied in, in the order in which they are offered. */
export const LINK_FORMATS = ["url", "markdown", "html", "bbcode", "template"] as const;
export type LinkFormat = (typeof LINK_FORMATS)[number];

/** The most characters of a template. */
export const MAX_TEMPLATE_LENGTH = 2000;
