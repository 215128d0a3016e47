/** The focus to the button that files come in by, which is there as long as the uploads are shown. */
export function focusWayIn(): void {
  document.querySelector<HTMLElement>("[data-way-in]")?.focus();
}

/** Whether the focus is where `focusWayIn` puts it, or nowhere. */
export function isAtWayIn(): boolean {
  const { activeElement } = document;
  return activeElement === document.body || activeElement?.matches("[data-way-in]") === true;
}
