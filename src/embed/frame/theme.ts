import type { EmbedTheme } from "../../contract/embed-messages.ts";
import { THEME_TOKEN_NAMES, THEME_TOKENS, type ThemeToken } from "../../contract/embed-protocol.ts";
import type { Hints } from "./hints.ts";

/** What a value could load something with, or reach beyond its own declaration by. */
const SUSPICIOUS = /url\s*\(|image|var\s*\(|env\s*\(|attr\s*\(|[;{}<>\\@]|\/\*/i;

/** Good for every property (css-cascade-5, 7.3), and as a custom property no value at all. */
const CSS_WIDE = /^\s*(?:inherit|initial|unset|revert|revert-layer)\s*$/i;

/** Every custom property of the page that a token decides, and how. */
const PROPERTIES: Readonly<Record<ThemeToken, Readonly<Record<string, (value: string) => string>>>> = {
  accent: {
    "--accent": (value) => value,
    "--accent-hover": (value) => `color-mix(in srgb, ${value} 85%, var(--fg))`,
    "--accent-soft": (value) => `color-mix(in srgb, ${value} 12%, var(--surface))`,
    "--on-accent": readableOn,
  },
  bg: {
    "--bg": (value) => `color-mix(in srgb, ${value} 95%, var(--fg))`,
    "--surface": (value) => value,
    "--hover": (value) => `color-mix(in srgb, ${value} 92%, var(--fg))`,
    "--track": (value) => `color-mix(in srgb, ${value} 88%, var(--fg))`,
  },
  fg: {
    "--fg": (value) => value,
    "--muted": (value) => `color-mix(in srgb, ${value} 72%, var(--surface))`,
  },
  border: {
    "--border": (value) => value,
    "--border-strong": (value) => `color-mix(in srgb, ${value} 80%, var(--fg))`,
    "--field": (value) => `color-mix(in srgb, ${value} 40%, var(--fg))`,
  },
  radius: { "--radius": (value) => value, "--radius-large": (value) => value },
  font: { "--sans": (value) => value },
};

/** Whether a value of the host's may become CSS. */
export function isSafeToken(name: ThemeToken, value: string): boolean {
  return !SUSPICIOUS.test(value) && !CSS_WIDE.test(value) && CSS.supports(THEME_TOKENS[name], value);
}

/** Puts a host's theme on the page; a later one takes the place of an earlier one, with the tokens that it lacks too. */
export function applyTheme(root: HTMLElement, { mode, tokens = {} }: EmbedTheme, hints: Hints): void {
  if (mode !== undefined) {
    if (mode === "auto") delete root.dataset.theme;
    else root.dataset.theme = mode;
  }
  for (const token of THEME_TOKEN_NAMES) {
    const value = tokens[token];
    const safe = value !== undefined && isSafeToken(token, value) ? value : undefined;
    if (value !== safe) {
      hints.say(`token ${token}`, `the theme token "${token}" was ignored: it is not a plain ${THEME_TOKENS[token]}`);
    }
    for (const [property, derive] of Object.entries(PROPERTIES[token])) {
      if (safe === undefined) root.style.removeProperty(property);
      else root.style.setProperty(property, derive(safe));
    }
  }
}

/** Black or white, whichever reads better on a colour (WCAG 2.2, contrast ratio). */
function readableOn(color: string): string {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext("2d");
  if (!context) return "#fff";
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#fff" : "#000";
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
