import { useTexts } from "../i18n/context.tsx";

/** Texts of the dialog that names the keys, which come with its code. */
interface ShortcutsMessages {
  readonly title: string;
  readonly enabled: string;
  readonly enabledHint: string;
  readonly keys: Readonly<Record<"o" | "c" | "p" | "r" | "h" | "?", string>>;
}

const en: ShortcutsMessages = {
  title: "Keyboard shortcuts",
  enabled: "Single-key shortcuts",
  enabledHint: "Turn them off if you use voice input, so that no word triggers one.",
  keys: {
    o: "Choose images",
    c: "Copy all links",
    p: "Pause or resume all",
    r: "Retry failed files",
    h: "Open the history",
    "?": "Show the shortcuts",
  },
};

const zh: ShortcutsMessages = {
  title: "快捷键",
  enabled: "启用单键快捷键",
  enabledHint: "使用语音输入时可以关闭，以免误触发。",
  keys: {
    o: "选择图片",
    c: "复制全部链接",
    p: "全部暂停或继续",
    r: "重试失败项",
    h: "打开历史",
    "?": "显示快捷键",
  },
};

/** The texts in the page's language. */
export function useShortcutsMessages(): ShortcutsMessages {
  return useTexts(en, zh);
}
