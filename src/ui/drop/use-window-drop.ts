import { useEffect, useState } from "react";
import type { Intake } from "./use-intake.ts";

/** A file, or a picture dragged out of another page: its address, alone or in markup. */
const DROPPABLE: readonly string[] = ["Files", "text/uri-list", "text/html"];

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
    // A row's own link, say, on its way to another window: nothing to upload.
    let ours = false;
    const brings = (event: DragEvent) =>
      !ours && (event.dataTransfer?.types.some((type) => DROPPABLE.includes(type)) ?? false);
    const onStart = () => {
      ours = true;
    };
    const onEnd = () => {
      ours = false;
    };

    const onEnter = (event: DragEvent) => {
      if (!brings(event)) return;
      event.preventDefault();
      inside = event.target;
      setOver(true);
    };
    const onOver = (event: DragEvent) => {
      if (!brings(event) || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    };
    const onLeave = (event: DragEvent) => {
      if (brings(event) && event.target === inside) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (ours) return;
      if (isEditable(event.target) && !event.dataTransfer?.types.includes("Files")) return;
      // Without this a browser would leave the page and open what was dropped.
      event.preventDefault();
      if (event.dataTransfer) takeTransfer(event.dataTransfer);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!event.clipboardData || isEditable(event.target)) return;
      event.preventDefault();
      takePaste(event.clipboardData);
    };

    const leaving = new AbortController();
    const on = <K extends keyof WindowEventMap>(type: K, listener: (event: WindowEventMap[K]) => void) =>
      window.addEventListener(type, listener, { signal: leaving.signal });
    on("dragstart", onStart);
    on("dragend", onEnd);
    // The end of a drag is not heard of when what was dragged has gone meanwhile.
    on("pointerdown", onEnd);
    on("dragenter", onEnter);
    on("dragover", onOver);
    on("dragleave", onLeave);
    on("drop", onDrop);
    on("paste", onPaste);
    return () => leaving.abort();
  }, [takeTransfer, takePaste]);

  return over;
}

/** Inputs that nothing can be typed into: what is pasted while one has the focus is meant for the page. */
const NOT_TYPED_INTO = ["checkbox", "radio", "button", "submit", "reset", "image", "file", "range", "color", "hidden"];

function isEditable(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !NOT_TYPED_INTO.includes(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}
