/** Every form that a link can be copied in, in the order in which they are offered. */
export const LINK_FORMATS = ["url", "markdown", "html", "bbcode", "template"] as const;
export type LinkFormat = (typeof LINK_FORMATS)[number];
