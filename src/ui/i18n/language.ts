/** The languages that the page speaks, as BCP 47 tags. */
export type Language = "zh-CN" | "en";

/** What is said in a language. */
export function inLanguage<T>(language: Language, en: T, zh: T): T {
  return language === "en" ? en : zh;
}
