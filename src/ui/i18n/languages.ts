import type { Preferences } from "../../contract/preferences.ts";
import type { Language } from "./language.ts";
import type { Messages } from "./messages.ts";
import { zh } from "./zh.ts";

/** The first of these BCP 47 tags that we speak; English where we speak none. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    if (/^zh\b/i.test(tag)) return "zh-CN";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "en";
}

/** The page's language. @param locale a BCP 47 tag of somebody else's choice, which comes before the person's own. */
export function wantedLanguage(chosen: Preferences["language"], locale?: string): Language {
  if (locale !== undefined) return preferredLanguage([locale]);
  return preferredLanguage(chosen === "auto" ? navigator.languages : [chosen]);
}

/** Chinese comes with the page, English by itself: nobody waits for a language that is not shown. Rejects offline. */
export async function loadMessages(language: Language): Promise<Messages> {
  return language === "en" ? (await import("./en.ts")).en : zh;
}
