import { HISTORY_TITLE_ID } from "./title-id.ts";

/** To the box of the row after the selected ones, or before them, before these go and take the focus along. */
export function focusPastSelected(): void {
  const rows = [...document.querySelectorAll<HTMLElement>("article[data-selected]")];
  const isLeft = (row: HTMLElement) => row.dataset.selected === "false";
  const first = rows.findIndex((row) => !isLeft(row));
  const next = rows.slice(first).find(isLeft) ?? rows.slice(0, Math.max(0, first)).findLast(isLeft);
  const box = next?.querySelector<HTMLElement>("input[type=checkbox]");
  if (box) box.focus();
  else focusTitle();
}

/** To where the focus was when the view opened. */
export function focusTitle(): void {
  document.getElementById(HISTORY_TITLE_ID)?.focus({ preventScroll: true });
}

/** To the field that a search begins in. */
export function focusSearch(): void {
  document.querySelector<HTMLElement>("search input[type=search]")?.focus();
}
