import { inLanguage } from "../i18n/language.ts";
import type { Messages } from "../i18n/messages.ts";

/** What the offer of a conversion says. These words come with the list, so that the first paint does not wait for them. */
export function convertText({ language }: Messages): string {
  return inLanguage(language, "Convert and upload", "转换并上传");
}
