import type { Hint } from "./hint.ts";

/** The SDK's own words; the rest is said inside the frame. */
const WORDS = { zh: ["选择图片", "关闭"], en: ["Choose images", "Close"] } as const;

/** What a frame or dialog is for, and the way out. @param language where absent, the document's, then the browser's. */
export function wordsFor(language?: string): readonly [choose: string, close: string] {
  return /^zh/i.test(language || document.documentElement.lang || navigator.language) ? WORDS.zh : WORDS.en;
}

/** A BCP 47 tag, also of what many servers write (`zh_CN`); undefined, and a hint, for what is none. */
export function languageTag(text: string, hint: Hint): string | undefined {
  const tag = text.replaceAll("_", "-");
  if (!tag || /^[a-z]+(-[a-z\d]+)*$/i.test(tag)) return tag || undefined;
  return hint(`ignored the locale "${text}"`);
}
