import type { Theme } from "./embed.d.ts";

/** What `auto` means here: light text around the frame is a dark page, whatever the operating system prefers. */
export function resolveTheme(theme: Theme | null | undefined, element: Element): Theme {
  if (theme?.mode && theme.mode !== "auto") return theme;
  // Painted, and not read: a colour is computed in the space that it was written in, such as `oklch(0.9 0 0)`.
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return { ...theme };
  context.fillStyle = getComputedStyle(element).color;
  context.fillRect(0, 0, 1, 1);
  // Red, green, blue and alpha.
  const sum = context.getImageData(0, 0, 1, 1).data.reduce((before, channel) => before + channel);
  return { ...theme, mode: sum > 639 ? "dark" : "light" };
}
