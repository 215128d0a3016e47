import { inLanguage } from "../i18n/language.ts";
import type { Messages } from "../i18n/messages.ts";

/** What is said of a picture that moves where it was copied, and does not here. These words come with the list. */
export function stillText({ language }: Messages): string {
  return inLanguage(language, "a still: the GIF itself could not be fetched", "静态画面，未能取得原动图");
}
