import { expect } from "vitest";
import { type BrowserName, type BrowserSession, chosenNames } from "./browser-session.ts";
import { openPuppeteer } from "./puppeteer-session.ts";
import { openWebKit } from "./webkit-session.ts";

const open = (name: BrowserName): Promise<BrowserSession> => (name === "webkit" ? openWebKit() : openPuppeteer(name));

export function sessions(): { name: BrowserName; start: () => Promise<BrowserSession> }[] {
  return chosenNames().map((name) => ({ name, start: () => open(name) }));
}

/** Waits until an expression in the page gives this value. */
export function becomes(session: BrowserSession, expression: string, value: unknown, frame = false): Promise<void> {
  return expect
    .poll(() => session.evaluate(expression, frame).catch((error: unknown) => String(error)), {
      timeout: 60_000,
      interval: 200,
    })
    .toEqual(value);
}

/** How many rows stand at a stage. */
export const rowsAt = (stage: string) => `document.querySelectorAll('article[data-stage="${stage}"]').length`;

/** The links in view, in order. */
export const LINKS = "[...document.querySelectorAll('article a[href]')].map((link) => link.href)";

/** Presses a button by its accessible name, which is in the browser's own language. */
export const press = (name: RegExp) =>
  `[...document.querySelectorAll("button")].find((button) => ${name}.test(button.ariaLabel || button.textContent || button.title)).click()`;
