import { useEffect, useRef } from "react";
import { useRemoveSelected, useUndo } from "./use-removal.ts";
import type { SelectionControls } from "./use-selection.ts";

/** Escape clears the selection, Delete deletes it, Ctrl+Z (⌘Z) takes a deletion back. */
export function useHistoryKeys(selection: SelectionControls): void {
  const remove = useRemoveSelected(selection);
  const undo = useUndo();
  const act = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isBusyElsewhere(event.target)) return;
    if (event.key === "Escape") selection.clear();
    else if (event.key === "Delete") remove();
    else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey) undo();
  };
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });

  useEffect(() => {
    // On the window: a button that disappears with what it deleted leaves the focus on the body.
    const onKeyDown = (event: KeyboardEvent) => latest.current(event);
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** Text being written, and dialogs, have their own use for these keys. */
function isBusyElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("dialog, select, textarea, input:not([type=checkbox])") !== null;
}
