import { useLocalization } from "../i18n/context.tsx";

/** Texts of the dialog with a QR code, which come with its code. */
interface QrMessages {
  /** In place of the hint, where the link is of the very computer that shows it. */
  readonly loopback: (host: string) => string;
  readonly title: string;
  readonly hint: string;
  readonly code: (name: string) => string;
}

const en: QrMessages = {
  title: "QR code",
  hint: "Scan it with a phone to open the picture.",
  loopback: (host) => `This link points to this very computer (${host}): a phone cannot open it.`,
  code: (name) => `QR code of the link of ${name}`,
};

const zh: QrMessages = {
  title: "二维码",
  hint: "用手机扫描即可打开图片。",
  loopback: (host) => `这个链接指向本机（${host}），手机打不开。`,
  code: (name) => `${name} 的链接的二维码`,
};

/** The texts in the page's language. */
export function useQrMessages(): QrMessages {
  return useLocalization().t.language === "en" ? en : zh;
}
