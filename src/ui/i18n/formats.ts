import { extensionFor } from "../../contract/image-type.ts";

const UNITS = ["B", "KB", "MB", "GB", "TB"] as const;
const STEP = 1024;
const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Numbers, sizes and lists in a language's own form. */
export interface Formats {
  number(value: number): string;
  /** Bytes, in steps of 1024: `1.5 MB`. */
  size(bytes: number): string;
  list(items: readonly string[]): string;
  /** A duration in seconds, by its largest unit: `12 sec`, `3 分钟`. */
  duration(seconds: number): string;
  /** MIME types by the names that people know: `PNG, JPEG`. */
  types(mimeTypes: readonly string[]): string;
}

/** @param language a BCP 47 tag. */
export function createFormats(language: string): Formats {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const unit = (name: "second" | "minute" | "hour") =>
    new Intl.NumberFormat(language, {
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumFractionDigits: 0,
    });
  const [seconds, minutes, hours] = [unit("second"), unit("minute"), unit("hour")];
  const conjunction = new Intl.ListFormat(language, {
    type: "unit",
    style: language.startsWith("zh") ? "narrow" : "short",
  });
  const list = (items: readonly string[]) =>
    language.startsWith("zh") ? items.join("、") : conjunction.format([...items]);

  return {
    number: (value) => whole.format(value),
    size(bytes) {
      const power = bytes < STEP ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / Math.log2(STEP)));
      const value = bytes / STEP ** power;
      return `${(value < 100 && power > 0 ? tenths : whole).format(value)} ${UNITS[power] ?? ""}`;
    },
    list,
    duration(value) {
      if (value < MINUTE) return spaced(seconds.format(Math.max(1, value)));
      return spaced(value < HOUR ? minutes.format(value / MINUTE) : hours.format(value / HOUR));
    },
    types: (mimeTypes) => list(mimeTypes.map(typeName)),
  };
}

/**
 * Chinese stands apart from digits and Latin letters, as in every other sentence of the page; the browsers write `1分钟`
 * and `JPEG或GIF`.
 */
export function spaced(text: string): string {
  return text.replace(/\w(?=\p{sc=Han})|\p{sc=Han}(?=\w)/gu, "$& ");
}

function typeName(mimeType: string): string {
  if (mimeType === "image/jpeg") return "JPEG";
  if (mimeType === "image/webp") return "WebP";
  const extension = extensionFor(mimeType);
  return extension === "bin" ? mimeType : extension.toUpperCase();
}
