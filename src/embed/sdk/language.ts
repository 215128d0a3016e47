import type { Hint } from "./hint.ts";

/**
 * What a frame or dialog is for, and the way out: the SDK's own words, the rest is said inside the frame.
 * @param language where absent, the document's, then the browser's.
 */
export function wordsFor(language?: string): readonly [choose: string, close: string] {
  return /^zh/i.test(language || document.documentElement.lang || navigator.language)
    ? ["选择图片", "关闭"]
    : ["Choose images", "Close"];
}

/** A BCP 47 tag, also of what many servers write (`zh_CN`); undefined, and a hint, for what is none. */
export function languageTag(text: string, hint: Hint): string | undefined {
  const tag = text.replaceAll("_", "-");
  if (!tag || /^[a-z]+(-[a-z\d]+)*$/i.test(tag)) return tag || undefined;
  return hint(`ignored the locale "${text}"`);
}
