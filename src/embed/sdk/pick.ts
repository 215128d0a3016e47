import type * as Sdk from "./embed.d.ts";
import { resolveTheme } from "./host-theme.ts";
import { wordsFor } from "./language.ts";
import { mountUploader } from "./mount.ts";

/** A modal dialog: the browser keeps the focus in it, closes it on Escape, and gives the focus back. */
export function pickInDialog(options: Sdk.PickOptions & { app: string }): Promise<Sdk.UploadResult[]> {
  const [choose, leave] = wordsFor(options.locale);
  const { signal, title = choose } = options;
  const dialog = createDialog(title, leave, options.theme);
  const close = () => dialog.close();

  return new Promise((resolve, reject) => {
    if (signal?.aborted) return resolve([]);
    // Before the dialog is shown: where this throws, none may stay open.
    const uploader = mountUploader(dialog, {
      ...options,
      insert: true,
      title,
      maxHeight: Math.max(240, innerHeight - 160),
      onSelect({ results }) {
        resolve(results);
        close();
      },
      onClose: close,
    });
    document.body.append(dialog);
    dialog.showModal();
    signal?.addEventListener("abort", close);
    uploader.ready.then(
      () => uploader.frame.focus(),
      (error) => {
        reject(error);
        close();
      },
    );
    dialog.onclose = () => {
      signal?.removeEventListener("abort", close);
      uploader.destroy();
      dialog.remove();
      resolve([]);
    };
  });
}

/** Styled by properties, not by a style sheet: a host's Content-Security-Policy allows the former always. */
function createDialog(title: string, closing: string, theme?: Sdk.Theme | null) {
  const dialog = document.createElement("dialog");
  const heading = document.createElement("strong");
  const closeButton = document.createElement("button");
  const { bg, fg, border = "#8885", radius = "12px", font = "inherit" } = theme?.tokens ?? {};
  // A token that is not there, or no value, is a declaration that the browser leaves out; the rest are its dialog's own.
  dialog.style.cssText =
    "box-sizing:border-box;width:min(44rem,calc(100vw - 1rem));margin:auto;padding:12px;box-shadow:0 0 0 100vmax #0007;" +
    `line-height:44px;pointer-events:auto;color-scheme:${resolveTheme(theme, document.body).mode};border:1px solid ${border};` +
    `border-radius:${radius};background-color:${bg};color:${fg};font-family:${font}`;
  closeButton.style.cssText =
    "float:right;width:36px;height:36px;border:0;background:none;color:inherit;font:20px sans-serif;cursor:pointer";
  dialog.ariaLabel = heading.textContent = title;
  closeButton.textContent = "✕";
  closeButton.ariaLabel = closing;
  closeButton.onclick = () => dialog.close();
  dialog.append(closeButton, heading);
  return dialog;
}
