/**
 * The keys that take a deletion back on this device, as they are written on them; undefined where only fingers are used.
 */
export function undoKey(): string | undefined {
  if (matchMedia("(hover: none)").matches) return undefined;
  return /^Mac/.test(navigator.platform) ? "⌘Z" : "Ctrl+Z";
}
