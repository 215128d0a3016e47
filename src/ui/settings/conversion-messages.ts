import { useTexts } from "../i18n/context.tsx";

/** Texts of the conversion settings, which come with their code. */
export interface ConversionMessages {
  readonly title: string;
  readonly enabled: string;
  readonly enabledHint: string;
  readonly format: string;
  readonly avifHint: string;
  readonly jpegHint: string;
  readonly quality: string;
  readonly maxSide: string;
  readonly maxSideHint: string;
  readonly asItIs: string;
}

const en: ConversionMessages = {
  title: "Conversion",
  enabled: "Convert images before the upload",
  enabledHint:
    "Done in this browser: metadata is removed, the orientation applied, colours converted to sRGB. Animated images, and those that would get larger, are uploaded unchanged.",
  format: "Format",
  avifHint: "Smallest, but a photo can take many seconds. Its encoder, about 1 MB, is downloaded at the first use.",
  jpegHint: "Transparent parts become white.",
  quality: "Quality",
  maxSide: "Longest side (px)",
  maxSideHint: "Larger images are scaled down; leave it empty to keep the size.",
  asItIs: "As it is",
};

const zh: ConversionMessages = {
  title: "图片转换",
  enabled: "上传前转换图片",
  enabledHint:
    "在本机浏览器内完成：不保留元数据，按拍摄方向摆正，色彩转为 sRGB。动图，以及转换后反而更大的图片，原样上传。",
  format: "格式",
  avifHint: "体积最小，但一张照片可能要十几秒；首次使用时会下载约 1 MB 的编码器。",
  jpegHint: "透明部分会变成白色。",
  quality: "质量",
  maxSide: "最长边（像素）",
  maxSideHint: "更大的图片会等比缩小；留空则保持原尺寸。",
  asItIs: "不限",
};

/** The texts in the page's language. */
export function useConversionMessages(): ConversionMessages {
  return useTexts(en, zh);
}
