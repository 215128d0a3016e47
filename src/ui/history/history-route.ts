import { useEffect, useSyncExternalStore } from "react";

const HISTORY_HASH = "#history";

/** Whether the history is shown in place of the uploads. The address says so: Back works, and so does a second tab. */
export function useHistoryShown(): boolean {
  return useSyncExternalStore(subscribe, isHistoryShown);
}

export function showHistory(): void {
  location.hash = HISTORY_HASH;
}

export function showUploads(): void {
  if (isHistoryShown()) location.hash = "";
}

/** Whoever hands over files wants to see them: the uploads come back. */
export function useUploadsShownFor(reading: boolean): void {
  useEffect(() => {
    if (reading) showUploads();
  }, [reading]);
}

function isHistoryShown(): boolean {
  return location.hash === HISTORY_HASH;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
