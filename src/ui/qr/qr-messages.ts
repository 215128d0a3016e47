import { useTexts } from "../i18n/context.tsx";

/** Texts of the dialog with a QR code, which come with its code. */
interface QrMessages {
  /** In place of the hint, where the link is of the very computer that shows it. */
  readonly loopback: (host: string) => string;
  /** In place of the code, which has no room for the link. */
  readonly tooLong: string;
  readonly title: string;
  readonly hint: string;
  readonly code: (name: string) => string;
}

const en: QrMessages = {
  title: "QR code",
  tooLong: "This link is too long for a QR code. Copy it instead.",
  hint: "Scan it with a phone to open the image.",
  loopback: (host) => `This link points to this computer (${host}), so a phone cannot open it.`,
  code: (name) => `QR code of the link of ${name}`,
};

const zh: QrMessages = {
  title: "二维码",
  tooLong: "链接太长，放不进二维码，请直接复制链接。",
  hint: "用手机扫描即可打开图片。",
  loopback: (host) => `这个链接指向本机（${host}），手机打不开。`,
  code: (name) => `${name} 的链接的二维码`,
};

/** The texts in the page's language. */
export function useQrMessages(): QrMessages {
  return useTexts(en, zh);
}
