import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** All that a colour scheme can change. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds on a page without frames: everything in light, what depends on colours in dark as well. `words` leaves
 * colours out, for a state that was looked at in another language already.
 */
export async function expectAccessible(page: Page, state: string, words?: "words"): Promise<void> {
  for (const colorScheme of words ? (["light"] as const) : (["light", "dark"] as const)) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Legacy mode leaves out frames of other origins, and takes half the time.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    if (words) axe.disableRules(COLOUR_RULES);
    else if (colorScheme === "dark") axe.withRules(COLOUR_RULES);
    const { violations } = await axe.analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
      `${state}, ${colorScheme}`,
    ).toEqual([]);
  }
}
