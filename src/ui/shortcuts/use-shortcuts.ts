import { useEffect } from "react";
import { usePreferences } from "../settings/use-preferences.ts";

/** Keys and what they do. Must keep its identity. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** Whether a key was pressed where it has a use of its own: in text that is being written, or in a dialog. */
export function hasOwnKeys(target: EventTarget | null): boolean {
  const busy = "input:not([type=checkbox]), select, textarea, [contenteditable], dialog";
  return target instanceof Element && target.closest(busy) !== null;
}

/**
 * Single keys, pressed anywhere but in a field or a dialog. They can be switched off, as WCAG 2.1.4 asks, because a
 * person who speaks to the computer would press them by talking.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const [{ shortcuts: enabled }] = usePreferences();
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
      if (hasOwnKeys(event.target)) return;
      // With Caps Lock on, a letter is a capital without Shift.
      const act = shortcuts[event.shiftKey ? event.key : event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [shortcuts, enabled]);
}
