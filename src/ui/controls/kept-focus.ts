import { type RefObject, useLayoutEffect, useRef } from "react";
import { focusWayIn } from "./way-in.ts";

interface FocusKeeper<E extends HTMLElement> {
  readonly tabIndex: -1;
  readonly ref: RefObject<E | null>;
  onFocus(): void;
  onBlur(): void;
}

/**
 * Props of a part whose buttons come and go: when the one that has the focus goes, the part itself has it, and when the
 * part goes, the page's way in. Else a person without a mouse would be at the top of the page again.
 */
export function useKeptFocus<E extends HTMLElement = HTMLElement>(): FocusKeeper<E> {
  const ref = useRef<E>(null);
  // React tells of no blur while it takes elements away, so this stays true for a button that goes.
  const isWithin = useRef(false);

  useLayoutEffect(() => {
    if (isWithin.current && document.activeElement === document.body) ref.current?.focus();
  });
  useLayoutEffect(
    () => () => {
      if (isWithin.current) focusWayIn();
    },
    [],
  );

  return {
    tabIndex: -1,
    ref,
    onFocus() {
      isWithin.current = true;
    },
    onBlur() {
      isWithin.current = false;
    },
  };
}
