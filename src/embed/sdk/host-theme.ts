import type { Theme } from "./embed.d.ts";

/** What `auto` means here: light text around the frame is a dark page, whatever the operating system prefers. */
export function resolveTheme(theme: Theme, element: Element): Theme {
  if (theme.mode && theme.mode !== "auto") return theme;
  const [red = 0, green = 0, blue = 0] =
    getComputedStyle(element)
      .color.match(/[\d.]+/g)
      ?.map(Number) ?? [];
  return { ...theme, mode: red + green + blue > 384 ? "dark" : "light" };
}
