import { useLocalization } from "../i18n/context.tsx";

/** Texts of the setting in which form links are copied, which come with its code. */
interface FormatMessages {
  readonly templateLabel: (placeholders: string) => string;
  readonly example: string;
}

const en: FormatMessages = {
  templateLabel: (placeholders) => `Template, with ${placeholders}`,
  example: "Example: ",
};

const zh: FormatMessages = {
  templateLabel: (placeholders) => `模板，可用 ${placeholders}`,
  example: "示例：",
};

/** The texts in the page's language. */
export function useFormatMessages(): FormatMessages {
  return useLocalization().t.language === "en" ? en : zh;
}
