import { useTexts } from "../i18n/context.tsx";

/** Texts of the setting in which form links are copied, which come with its code. */
interface FormatMessages {
  readonly templateLabel: (placeholders: string) => string;
  /** @param used the template that goes on being used. */
  readonly templateEmpty: (used: string) => string;
  readonly example: string;
}

const en: FormatMessages = {
  templateLabel: (placeholders) => `Template, with ${placeholders}`,
  templateEmpty: (used) => `The template cannot be empty. Still in use: ${used}`,
  example: "Example: ",
};

const zh: FormatMessages = {
  templateLabel: (placeholders) => `模板，可用 ${placeholders}`,
  templateEmpty: (used) => `模板不能为空，仍使用上一个：${used}`,
  example: "示例：",
};

/** The texts in the page's language. */
export function useFormatMessages(): FormatMessages {
  return useTexts(en, zh);
}
