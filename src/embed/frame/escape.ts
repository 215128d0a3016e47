/**
 * A key pressed in a frame is not heard outside: a host's dialog would stay open. Heard from before the host is told
 * that the frame is ready, since a host's dialog gives it the focus then, and the first paint comes later.
 *
 * @param leave called for every Escape that nothing in this page has taken.
 */
export function watchEscape(leave: () => void, signal: AbortSignal): void {
  const onKey = (event: KeyboardEvent) => {
    const forUs = document.querySelector("dialog[open]") !== null || event.defaultPrevented;
    if (event.key === "Escape" && !forUs) leave();
  };
  window.addEventListener("keydown", onKey, { signal });
}
