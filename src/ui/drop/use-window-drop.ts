import { useEffect, useState } from "react";
import type { Intake } from "./use-intake.ts";

/** A file, or a picture dragged out of another page: its address, alone or in markup. */
const DROPPABLE: readonly string[] = ["Files", "text/uri-list", "text/html"];

/**
 * The type that marks what is dragged out of a list, such as a row's link on its way to another window: nothing to
 * upload. A mark and not a memory, since the end of a drag is not heard of when what was dragged has gone meanwhile.
 */
export const OWN = "text/own";

/**
 * The whole window takes drops and pastes.
 * @returns whether files are being dragged over the window now.
 */
export function useWindowDrop({ takeTransfer, takePaste }: Pick<Intake, "takeTransfer" | "takePaste">): boolean {
  const [over, setOver] = useState(false);

  useEffect(() => {
    // Every element under the pointer fires its own enter and leave, a new one's enter before the old one's leave. They
    // are not counted: the leave of an element that has gone meanwhile is never heard of.
    let inside: EventTarget | null = null;
    // For entering and for moving on: the element under the pointer is the same for both.
    const onOver = (event: DragEvent) => {
      const { dataTransfer } = event;
      if (!dataTransfer?.types.some((type) => DROPPABLE.includes(type)) || dataTransfer.types.includes(OWN)) return;
      event.preventDefault();
      dataTransfer.dropEffect = "copy";
      inside = event.target;
      setOver(true);
    };
    const onLeave = ({ target }: DragEvent) => {
      if (target === inside) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      const { dataTransfer, target } = event;
      setOver(false);
      if (!dataTransfer || (isEditable(target) && !dataTransfer.types.includes("Files"))) return;
      // Without this a browser would leave the page and open what was dropped.
      event.preventDefault();
      takeTransfer(dataTransfer);
    };
    const onPaste = (event: ClipboardEvent) => {
      const { clipboardData, target } = event;
      if (!clipboardData || isEditable(target)) return;
      event.preventDefault();
      takePaste(clipboardData);
    };

    const leaving = new AbortController();
    const on = <K extends keyof WindowEventMap>(type: K, listener: (event: WindowEventMap[K]) => void) =>
      window.addEventListener(type, listener, { signal: leaving.signal });
    on("dragenter", onOver);
    on("dragover", onOver);
    on("dragleave", onLeave);
    on("drop", onDrop);
    on("paste", onPaste);
    return () => leaving.abort();
  }, [takeTransfer, takePaste]);

  return over;
}

/** Inputs that nothing can be typed into: what is pasted while one has the focus is meant for the page. */
const NOT_TYPED_INTO = ["checkbox", "radio", "button", "submit", "reset", "image", "file", "range", "color"];

function isEditable(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !NOT_TYPED_INTO.includes(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}
