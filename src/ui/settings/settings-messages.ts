import { useTexts } from "../i18n/context.tsx";

/** Texts of the settings, which come with their code. */
interface SettingsMessages {
  readonly links: string;
  readonly autoCopy: string;
  readonly autoCopyHint: string;
  readonly privacy: string;
  readonly removeLocation: string;
  readonly removeLocationHint: string;
  readonly removeAll: string;
  readonly removeAllHint: string;
  readonly appearance: string;
  readonly language: string;
  readonly languageAuto: string;
  readonly theme: string;
  readonly themeSystem: string;
  readonly themeLight: string;
  readonly themeDark: string;
  readonly licenses: string;
}

const en: SettingsMessages = {
  links: "Links",
  autoCopy: "Copy automatically",
  autoCopyHint: "Once all files of a batch are uploaded, their links are copied.",
  privacy: "Privacy",
  removeLocation: "Remove the location from photos",
  removeLocationHint: "Taken out before the upload; the image, its orientation and its colours stay as they are.",
  removeAll: "Remove all other metadata too",
  removeAllHint: "Such as the date and the camera; orientation and colour profile are kept.",
  appearance: "Appearance",
  language: "Language",
  languageAuto: "Same as browser",
  theme: "Theme",
  themeSystem: "Same as system",
  themeLight: "Light",
  themeDark: "Dark",
  licenses: "Open-source licenses",
};

const zh: SettingsMessages = {
  links: "链接",
  autoCopy: "自动复制",
  autoCopyHint: "一批文件全部上传完成后，自动复制这批链接。",
  privacy: "隐私",
  removeLocation: "去除照片中的位置",
  removeLocationHint: "上传前删掉拍摄位置，画面、方向和色彩都不变。",
  removeAll: "同时去除其他元数据",
  removeAllHint: "包括拍摄时间、相机型号等；方向和色彩配置会保留。",
  appearance: "外观",
  language: "语言",
  languageAuto: "跟随浏览器",
  theme: "主题",
  themeSystem: "跟随系统",
  themeLight: "浅色",
  themeDark: "深色",
  licenses: "开源许可",
};

/** The texts in the page's language. */
export function useSettingsMessages(): SettingsMessages {
  return useTexts(en, zh);
}
