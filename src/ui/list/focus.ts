/*
 * A button that takes itself away would leave the focus on the page's body, and a person without a mouse at its top. So
 * the focus moves first, to a place that stays.
 */

/** To the same row's last button, which a row has in every stage. */
export function focusOwnRow(button: HTMLElement): void {
  lastButton(button.closest("article"))?.focus();
}

/** To the button at the same place in the row after this one, or before it; without any other row, to the way in. */
export function focusNextRow(button: HTMLElement): void {
  const rows = [...document.querySelectorAll("article")];
  const own = rows.findIndex((row) => row.contains(button));
  const next = lastButton(rows[own + 1]) ?? lastButton(rows[own - 1]);
  (next ?? document.querySelector<HTMLElement>("[data-way-in]"))?.focus();
}

function lastButton(row: Element | null | undefined): HTMLElement | undefined {
  return [...(row?.querySelectorAll("button") ?? [])].at(-1);
}
