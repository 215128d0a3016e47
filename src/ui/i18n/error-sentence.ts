import type { Failure } from "../../contract/errors.ts";
import type { Rules } from "../use-rules.ts";
import { en } from "./en.ts";
import { errorText } from "./error-text.ts";
import { createFormats } from "./formats.ts";
import { inLanguage } from "./language.ts";
import { preferredLanguage } from "./languages.ts";
import { zh } from "./zh.ts";

/** An end without a link in one text for people: what happened, and what to do next. */
export function errorSentence(end: Failure | "cancelled", rules: Rules, languages: readonly string[]): string {
  const t = inLanguage(preferredLanguage(languages), en, zh);
  if (end === "cancelled") return t.stage.cancelled;
  const { what, next } = errorText(end, t, { ...rules, formats: createFormats(t.language) });
  return `${what}${t.sentenceSpace}${next}`;
}
