import { inLanguage } from "../i18n/language.ts";
import type { Messages } from "../i18n/messages.ts";

/** What is said where the page was left before all that was handed over had been read. These words come with the list. */
export function unreadText({ language }: Messages): string {
  return inLanguage(
    language,
    "The page was left before everything had been read, so files may be missing from this list. Add the folder or the files again; what is uploaded already is not sent twice.",
    "上次离开页面时，文件还没有读取完，列表里可能缺少一部分。请把文件夹或文件再添加一次，已经上传的不会重复发送。",
  );
}
