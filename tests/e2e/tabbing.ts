import { expect, type Page } from "@playwright/test";

/** Presses Tab so often, and checks that the focus is in sight each time. @returns what was focused, by name. */
export async function tabThrough(page: Page, steps: number): Promise<string[]> {
  const visited: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const name = element.getAttribute("aria-label") ?? (element.textContent || element.getAttribute("title") || "");
      return { name, visible: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2 };
    });
    if (!focus) continue;
    expect(focus.visible, focus.name).toBe(true);
    visited.push(focus.name);
  }
  return visited;
}
