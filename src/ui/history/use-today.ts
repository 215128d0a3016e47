import { useSyncExternalStore } from "react";

/** When the person's own day began, in ms since the epoch; another value after midnight. */
export function useToday(): number {
  return useSyncExternalStore(watchDay, today);
}

function today(): number {
  return new Date().setHours(0, 0, 0, 0);
}

/** A timer may be late, or stand still while the computer sleeps: whoever comes back to the page looks again as well. */
function watchDay(listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    const now = new Date();
    const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
    timer = setTimeout(look, midnight - now.getTime());
    listener();
  };
  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
