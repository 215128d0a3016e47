import type * as Sdk from "./embed.d.ts";
import { wordsFor } from "./language.ts";
import { mountUploader } from "./mount.ts";

/** A modal dialog: the browser keeps the focus in it, closes it on Escape, and gives the focus back. */
export function pickInDialog(options: Sdk.PickOptions & { app: string }): Promise<Sdk.UploadResult[]> {
  const [choose, leave] = wordsFor(options.locale);
  const { signal, title = choose } = options;
  const { dialog, body, closeButton } = createDialog(title, leave);
  const close = () => dialog.close();

  return new Promise((resolve, reject) => {
    if (signal?.aborted) return resolve([]);
    // Before the dialog is shown: where this throws, none may stay open.
    const uploader = mountUploader(body, {
      insert: true,
      ...options,
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
    closeButton.onclick = close;
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
function createDialog(title: string, close: string) {
  const dialog = document.createElement("dialog");
  const heading = document.createElement("strong");
  const closeButton = document.createElement("button");
  const body = document.createElement("div");
  dialog.style.cssText =
    "box-sizing:border-box;width:min(44rem,calc(100vw - 1rem));max-height:calc(100vh - 2rem);padding:12px;border:0;" +
    "border-radius:12px;box-shadow:0 0 0 100vmax rgb(0 0 0/45%);line-height:44px";
  closeButton.style.cssText =
    "float:right;width:36px;height:36px;border:0;border-radius:8px;background:none;color:inherit;font:20px/1 sans-serif;" +
    "cursor:pointer";
  dialog.ariaLabel = heading.textContent = title;
  closeButton.type = "button";
  closeButton.textContent = "✕";
  closeButton.ariaLabel = close;
  dialog.append(closeButton, heading, body);
  return { dialog, body, closeButton };
}
