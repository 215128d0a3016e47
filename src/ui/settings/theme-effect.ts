import { useEffect } from "react";
import { usePreferences } from "./use-preferences.ts";

/** What the browser colours its own bars with: one element for each of the operating system's themes. */
const bars = [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')].map((element) => ({
  element,
  colour: element.content,
  dark: element.media.includes("dark"),
}));

/**
 * Puts the chosen theme on the document; `system` leaves it to the operating system. At the start `public/theme.js` has
 * done so already.
 */
export function useThemeEffect(): void {
  const [{ theme }] = usePreferences();
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    const chosen = bars.find(({ dark }) => dark === (theme === "dark"));
    for (const { element, colour } of bars) element.content = theme === "system" ? colour : (chosen?.colour ?? colour);
  }, [theme]);
}
