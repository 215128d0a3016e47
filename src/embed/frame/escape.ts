/**
 * A key pressed in a frame is not heard outside: a host's dialog would stay open. Heard from before the host is told
 * that the frame is ready, since a host's dialog gives it the focus then, and the first paint comes later.
 *
 * @param leave called for every Escape that nothing in this page has taken.
 */
export function watchEscape(leave: () => void, signal: AbortSignal): void {
  const onKey = (event: KeyboardEvent) => {
    // Ends what is being composed by an input method, or closes a dialog of the page's.
    if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open]") !== null) return;
    // In a task of its own: listeners that came later than this one have their say first.
    setTimeout(() => {
      if (!event.defaultPrevented && !signal.aborted) leave();
    });
  };
  window.addEventListener("keydown", onKey, { signal });
}
