import { useEffect, useMemo, useRef } from "react";
import type { HistoryEntry } from "../../contract/history.ts";
import { useCopy } from "../copy/use-copy.ts";
import { hasOwnKeys, useShortcuts } from "../shortcuts/use-shortcuts.ts";
import { useRemoveSelected, useUndo } from "./use-removal.ts";
import type { SelectionControls } from "./use-selection.ts";

/**
 * Escape clears the selection, Delete deletes it, Ctrl+Z (⌘Z) takes a deletion back; C copies what is selected, or else
 * what is shown.
 */
export function useHistoryKeys(selection: SelectionControls, shown: readonly HistoryEntry[]): void {
  const copy = useCopy();
  const subject = selection.entries.length > 0 ? selection.entries : shown;
  const keys = useMemo(
    () => ({
      c: () => {
        if (subject.length > 0) void copy(subject);
      },
    }),
    [copy, subject],
  );
  useShortcuts(keys);

  const remove = useRemoveSelected(selection);
  const undo = useUndo();
  const act = (event: KeyboardEvent) => {
    if (event.defaultPrevented || hasOwnKeys(event.target)) return;
    if (event.key === "Escape") {
      // Taken, so that the page around a frame does not take it as a wish to leave.
      if (selection.entries.length > 0) event.preventDefault();
      selection.clear();
    } else if (event.key === "Delete") remove();
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
