/** The focus to the button that files come in by, which is there as long as the uploads are shown. */
export function focusWayIn(): void {
  document.querySelector<HTMLElement>("[data-way-in]")?.focus();
}
