import { inLanguage } from "../i18n/language.ts";
import type { Messages } from "../i18n/messages.ts";

interface HistoryKeys {
  readonly title: string;
  /** Keys and what they do. */
  readonly keys: readonly (readonly [string, string])[];
}

const en: HistoryKeys = {
  title: "In the history",
  keys: [
    ["C", "Copy what is selected, or else all that is listed"],
    ["Shift", "With a click or Space: select a range"],
    ["Esc", "Clear the selection"],
    ["Delete", "Delete what is selected"],
    ["Ctrl+Z / ⌘Z", "Undo a deletion"],
  ],
};

const zh: HistoryKeys = {
  title: "在历史中",
  keys: [
    ["C", "复制所选链接；没有选择时复制列出的全部链接"],
    ["Shift", "点击或按空格时按住：选择一段"],
    ["Esc", "取消选择"],
    ["Delete", "删除所选"],
    ["Ctrl+Z / ⌘Z", "撤销删除"],
  ],
};

/** The history's keys, whose words come with the dialog. */
export function historyKeys({ language }: Messages): HistoryKeys {
  return inLanguage(language, en, zh);
}
