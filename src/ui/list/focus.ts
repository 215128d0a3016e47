import { focusWayIn } from "../controls/way-in.ts";

/*
 * A button that takes itself away would leave the focus on the page's body, and a person without a mouse at its top. So
 * the focus moves first, to a place that stays.
 */

/** To the same row's link, or else to the row itself: never to its last button, which would take the row away. */
export function focusOwnRow(button: HTMLElement): void {
  const row = button.closest("article");
  (row?.querySelector("a") ?? row)?.focus();
}

/** To the button at the same place in the row after this one, or before it; without any other row, to the way in. */
export function focusNextRow(button: HTMLElement): void {
  const rows = [...document.querySelectorAll("article")];
  const own = rows.findIndex((row) => row.contains(button));
  const next = lastButton(rows[own + 1]) ?? lastButton(rows[own - 1]);
  if (next) next.focus();
  else focusWayIn();
}

function lastButton(row: Element | null | undefined): HTMLElement | undefined {
  return [...(row?.querySelectorAll("button") ?? [])].at(-1);
}
