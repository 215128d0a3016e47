import type * as Sdk from "./embed.d.ts";
import { mountUploader } from "./mount.ts";

/** The dialog's own words; the rest is said inside the frame. */
const WORDS = { zh: ["选择图片", "关闭"], en: ["Choose images", "Close"] } as const;

/** A modal dialog: the browser keeps the focus in it, closes it on Escape, and gives the focus back. */
export function pickInDialog(options: Sdk.PickOptions & { app: string }): Promise<Sdk.UploadResult[]> {
  const language = options.locale ?? document.documentElement.lang;
  const [label, close] = /^zh/i.test(language || navigator.language) ? WORDS.zh : WORDS.en;
  const title = options.title ?? label;
  const { dialog, body, closeButton } = createDialog(title, close);

  return new Promise((resolve, reject) => {
    let picked: Sdk.UploadResult[] = [];
    let failure: unknown;
    document.body.append(dialog);
    dialog.showModal();
    const uploader = mountUploader(body, {
      insert: true,
      ...options,
      title,
      maxHeight: Math.max(240, innerHeight - 160),
      onSelect({ results }) {
        picked = results;
        dialog.close();
      },
      onClose: () => dialog.close(),
    });
    closeButton.onclick = () => dialog.close();
    options.signal?.addEventListener("abort", () => dialog.close());
    uploader.ready.then(
      () => uploader.frame.focus(),
      (error) => {
        failure = error;
        dialog.close();
      },
    );
    dialog.onclose = () => {
      uploader.destroy();
      dialog.remove();
      if (failure) reject(failure);
      else resolve(picked);
    };
    if (options.signal?.aborted) dialog.close();
  });
}

/** Styled by properties, not by a style sheet: a host's Content-Security-Policy allows the former always. */
function createDialog(title: string, close: string) {
  const dialog = document.createElement("dialog");
  const head = document.createElement("div");
  const heading = document.createElement("strong");
  const closeButton = document.createElement("button");
  const body = document.createElement("div");
  dialog.ariaLabel = title;
  dialog.style.cssText =
    "box-sizing:border-box;width:min(44rem,calc(100vw - 1rem));max-height:calc(100vh - 2rem);padding:12px;border:0;" +
    "border-radius:12px;box-shadow:0 0 0 100vmax rgb(0 0 0/45%),0 12px 40px rgb(0 0 0/30%)";
  head.style.cssText = "display:flex;align-items:center;justify-content:space-between;gap:12px;padding:0 4px 8px";
  closeButton.type = "button";
  closeButton.style.cssText =
    "width:36px;height:36px;border:0;border-radius:8px;background:none;color:inherit;font:20px/1 sans-serif;cursor:pointer";
  heading.textContent = title;
  closeButton.textContent = "✕";
  closeButton.ariaLabel = close;
  head.append(heading, closeButton);
  dialog.append(head, body);
  return { dialog, body, closeButton };
}
