import { SHARE_FIELD, SHARE_PATH } from "../contract/share.ts";

/** What makes the page an app that can be installed, and a target of a phone's share sheet. */
export const manifest = {
  id: "/",
  name: "cosdrop",
  short_name: "cosdrop",
  description: "拖入图片，得到 CDN 链接。Drop images, get CDN links.",
  lang: "zh-CN",
  start_url: "/",
  scope: "/",
  display: "standalone" as const,
  background_color: "#f5f6f8",
  theme_color: "#f5f6f8",
  icons: [
    { src: "/favicon.svg", sizes: "any", type: "image/svg+xml" },
    { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
    { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
  share_target: {
    action: SHARE_PATH,
    method: "POST" as const,
    enctype: "multipart/form-data" as const,
    params: { files: [{ name: SHARE_FIELD, accept: ["image/*"] }] },
  },
};
