import type { UploadEngine } from "../engine/types.ts";
import type { Readings } from "./readings.ts";

/**
 * Lets the browser ask before the page is left while files are still on their way, or being read.
 * @param save called in time for what is kept of them.
 */
export function guardLeaving(
  engine: Pick<UploadEngine, "getSnapshot" | "subscribe">,
  readings: Pick<Readings, "active" | "subscribe">,
  save?: () => void,
): void {
  const onLeave = (event: BeforeUnloadEvent) => {
    event.preventDefault();
    save?.();
  };
  let guarded = false;
  // Listening only while it matters: a listener keeps the page out of the browser's back-forward cache.
  const look = () => {
    const running = engine.getSnapshot().totals.open > 0 || readings.active();
    if (running === guarded) return;
    guarded = running;
    window[running ? "addEventListener" : "removeEventListener"]("beforeunload", onLeave);
  };
  engine.subscribe(look);
  readings.subscribe(look);
}
