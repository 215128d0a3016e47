import { inLanguage } from "../i18n/language.ts";
import type { Messages } from "../i18n/messages.ts";

interface UnbiddenTexts {
  readonly row: string;
  readonly notice: (count: number, text: string) => string;
  readonly upload: string;
}

const en: UnbiddenTexts = {
  row: "Shared: needs your OK",
  notice: (count, text) =>
    `${text} shared ${count === 1 ? "file is" : "files are"} not uploaded yet. Any web page can send files this way: press Upload if you shared them, or else cancel them.`,
  upload: "Upload",
};

const zh: UnbiddenTexts = {
  row: "来自分享，等待你确认",
  notice: (_, text) =>
    `有 ${text} 个文件来自分享，尚未上传。任何网页都能这样发送文件：是你分享的就点“上传”，不是的请取消。`,
  upload: "上传",
};

/** Why files wait that perhaps nobody here has shared, and what to do. These words come with the list. */
export function unbiddenTexts({ language }: Messages): UnbiddenTexts {
  return inLanguage(language, en, zh);
}
