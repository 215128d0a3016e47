import { type RefObject, useEffect, useRef } from "react";

/** Shows a `dialog` as a modal one, and gives the focus back once it is gone. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    // React takes the dialog out of the document, after which the browser no longer gives the focus back by itself.
    return () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
  return dialog;
}
