import { useEffect, useRef, useSyncExternalStore } from "react";
import { focusWayIn } from "../controls/way-in.ts";

const HISTORY_HASH = "#history";

/** Whether the history is shown in place of the uploads. The address says so: Back works, and so does a second tab. */
export function useHistoryShown(): boolean {
  return useSyncExternalStore(subscribe, isHistoryShown);
}

/** Shows the history in place of the uploads. */
export function showHistory(): void {
  location.hash = HISTORY_HASH;
}

/** Shows the uploads again. */
export function showUploads(): void {
  if (isHistoryShown()) location.hash = "";
}

/** Whoever hands over files wants to see them: the uploads come back. @param arrivals as `Intake` counts them. */
export function useUploadsShownFor(arrivals: number): void {
  useEffect(() => {
    if (arrivals > 0) showUploads();
  }, [arrivals]);
}

/** Whoever comes back by a control that goes with the history is at the way in, and not at the top of the page. */
export function useFocusBack(historyShown: boolean): void {
  const wasShown = useRef(historyShown);
  useEffect(() => {
    const isBack = wasShown.current && !historyShown;
    wasShown.current = historyShown;
    if (isBack && document.activeElement === document.body) focusWayIn();
  }, [historyShown]);
}

/** Whether the address names the history now. */
export function isHistoryShown(): boolean {
  return location.hash === HISTORY_HASH;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
