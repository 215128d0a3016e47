import { useTexts } from "../i18n/context.tsx";
import { en } from "./en.ts";
import type { HistoryMessages } from "./messages.ts";
import { zh } from "./zh.ts";

/** The history's texts in the page's language. */
export function useHistoryMessages(): HistoryMessages {
  return useTexts(en, zh);
}
