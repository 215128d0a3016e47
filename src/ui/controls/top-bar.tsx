import { type ReactNode, useLayoutEffect, useRef } from "react";

/**
 * Around a bar that stays at the top of the window: tells the rows below how high it is (`--top-bar`, in px), so that one
 * that gets the focus is scrolled to below the bar, not under it. They keep the distance themselves: with padding on the
 * page, a bar's own buttons would scroll it too.
 */
export function TopBar({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const bar = place.current?.firstElementChild;
    if (!bar) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      // On a narrow screen it scrolls away with the page.
      const stays = getComputedStyle(bar).position === "sticky";
      style.setProperty("--top-bar", stays ? `${bar.getBoundingClientRect().height}px` : "0px");
    });
    observer.observe(bar);
    return () => {
      observer.disconnect();
      style.removeProperty("--top-bar");
    };
  }, []);

  // Only there to find what stands in it.
  return (
    <div ref={place} style={{ display: "contents" }}>
      {children}
    </div>
  );
}
