import type { KeptReason } from "../../contract/conversion.ts";
import { inLanguage } from "../i18n/language.ts";
import type { Messages } from "../i18n/messages.ts";

type KeptTexts = Readonly<Record<KeptReason, string>>;

const en: KeptTexts = {
  animated: "animated, so not converted",
  larger: "conversion would make it larger, original kept",
  pixels: "too many pixels to convert, original kept",
  undecodable: "this browser cannot convert it, original kept",
};

const zh: KeptTexts = {
  animated: "动图未转换，原样上传",
  larger: "转换后会更大，保留原图",
  pixels: "像素太多，未转换，保留原图",
  undecodable: "浏览器无法转换，保留原图",
};

/** Why a picture was not converted. These words come with the list, so that the first paint does not wait for them. */
export function keptText(reason: KeptReason, { language }: Messages): string {
  return inLanguage(language, en, zh)[reason];
}
