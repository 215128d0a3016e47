import type { HistoryId } from "../../contract/history.ts";

/** Which entries are chosen, and where the next range starts. */
export interface Selection {
  readonly ids: ReadonlySet<HistoryId>;
  readonly anchor: HistoryId | undefined;
}

/** How a view begins. */
export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: undefined };

/**
 * Turns one entry's choice around; with `range`, gives everything from the last one touched to this the same choice.
 * @param order the ids as shown.
 */
export function toggle(
  selection: Selection,
  id: HistoryId,
  range: boolean,
  order: () => readonly HistoryId[],
): Selection {
  const ids = new Set(selection.ids);
  const chosen = !ids.has(id);
  for (const one of range ? between(order(), selection.anchor ?? id, id) : [id]) {
    if (chosen) ids.add(one);
    else ids.delete(one);
  }
  return { ids, anchor: id };
}

/** Both ends included; only the second where the first is not shown any more. */
function between(order: readonly HistoryId[], from: HistoryId, to: HistoryId): readonly HistoryId[] {
  const [start, end] = [order.indexOf(from), order.indexOf(to)];
  if (start === -1 || end === -1) return [to];
  return order.slice(Math.min(start, end), Math.max(start, end) + 1);
}
