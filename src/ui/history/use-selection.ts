import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type HistoryEntry, type HistoryId, historyId } from "../../contract/history.ts";
import { NOTHING_SELECTED, toggle } from "./selection.ts";

/** What is chosen, and the ways to choose. */
export interface SelectionControls {
  isSelected(id: HistoryId): boolean;
  /** What is chosen among what is shown, in the order shown: nothing out of sight is ever copied or deleted. */
  readonly entries: readonly HistoryEntry[];
  readonly toggle: (id: HistoryId, range: boolean) => void;
  selectAll(): void;
  clear(): void;
}

/** @param shown the entries found, in the order shown. */
export function useSelection(shown: readonly HistoryEntry[]): SelectionControls {
  const [selection, setSelection] = useState(NOTHING_SELECTED);
  const latest = useRef(shown);
  useEffect(() => {
    latest.current = shown;
  }, [shown]);

  const entries = useMemo(
    () => (selection.ids.size === 0 ? [] : shown.filter((entry) => selection.ids.has(historyId(entry)))),
    [shown, selection],
  );

  return {
    isSelected: (id) => selection.ids.has(id),
    entries,
    // Stable, so that a row renders again only when it is chosen itself.
    toggle: useCallback(
      (id, range) => setSelection((before) => toggle(before, id, range, () => latest.current.map(historyId))),
      [],
    ),
    selectAll: () => setSelection({ ids: new Set(shown.map(historyId)), anchor: undefined }),
    clear: () => setSelection(NOTHING_SELECTED),
  };
}
