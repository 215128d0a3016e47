import { type RefObject, useLayoutEffect, useRef } from "react";

interface FocusKeeper {
  readonly tabIndex: -1;
  readonly ref: RefObject<HTMLElement | null>;
  onFocus(): void;
  onBlur(): void;
}

/**
 * Props of a part whose buttons come and go: when the one that has the focus goes, the part itself has it, and when the
 * part goes, the page's way in. Else a person without a mouse would be at the top of the page again.
 */
export function useKeptFocus(): FocusKeeper {
  const ref = useRef<HTMLElement>(null);
  // React tells of no blur while it takes elements away, so this stays true for a button that goes.
  const isWithin = useRef(false);

  useLayoutEffect(() => {
    if (isWithin.current && document.activeElement === document.body) ref.current?.focus();
  });
  useLayoutEffect(
    () => () => {
      if (isWithin.current) document.querySelector<HTMLElement>("[data-way-in]")?.focus();
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
