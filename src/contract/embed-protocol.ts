/*
 * The embed protocol's names and numbers, apart from its schemas: the host's SDK has 4 KB to live in and checks what it
 * receives by hand, so it must be able to read these without pulling a schema library in.
 */

/** Marks a message as ours among all others that a window gets. */
export const EMBED_NAMESPACE = "cosdrop";

/** The protocol's version, in every envelope. A change that an older side would misread gets a new number. */
export const EMBED_VERSION = 1;

/** The page that is made for frames. */
export const EMBED_PATH = "/embed";

/** The `<meta>` of that page that holds its pass: what a frame without an origin shows the gateway instead of one. */
export const EMBED_PASS_META = "cosdrop-pass";

/** The request header that the pass goes into. */
export const EMBED_PASS_HEADER = "x-cosdrop-pass";

/** How often the frame says `ready` until it is answered, in ms. */
export const READY_INTERVAL_MS = 500;

/** How long it goes on saying so, in ms. */
export const READY_LIMIT_MS = 10_000;

/** How long the first paint waits for the host's theme and language, in ms. */
export const INIT_PATIENCE_MS = 300;

/** The shortest time between two `file:progress` messages of one file, in ms: ten a second. */
export const PROGRESS_INTERVAL_MS = 100;

/** More host messages than this within a second are dropped: a loop gone wild must not take the frame with it. */
export const MAX_MESSAGES_PER_SECOND = 100;

/** How long the frame waits for the host to copy a text for it, in ms; after that the text is shown for copying. */
export const COPY_PATIENCE_MS = 1_000;

/** A frame's height has to change by more than this, in px, to be told. */
export const RESIZE_TOLERANCE_PX = 1;

/** What an instance, given by the host or made up, looks like. */
export const INSTANCE_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

/** What a host may count on, told in `ready`. */
export const EMBED_CAPABILITIES = ["files:add", "select", "theme", "locale", "token", "copy:request"] as const;

/** What a host's theme can set. */
export const THEME_TOKEN_NAMES = ["accent", "bg", "fg", "border", "radius", "font"] as const;
export type ThemeToken = (typeof THEME_TOKEN_NAMES)[number];

/** The CSS property that a token's value must be good for. */
export const THEME_TOKENS: Readonly<Record<ThemeToken, string>> = {
  accent: "color",
  bg: "color",
  fg: "color",
  border: "color",
  radius: "border-radius",
  font: "font-family",
};
