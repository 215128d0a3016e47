import type { UploadEngine } from "../engine/types.ts";

/** Lets the browser ask before the page is left while files are still on their way. */
export function guardLeaving(engine: Pick<UploadEngine, "getSnapshot" | "subscribe">): void {
  const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
  let guarded = false;
  // Listening only while it matters: a listener keeps the page out of the browser's back-forward cache.
  engine.subscribe(() => {
    const running = engine.getSnapshot().totals.open > 0;
    if (running === guarded) return;
    guarded = running;
    if (running) window.addEventListener("beforeunload", onLeave);
    else window.removeEventListener("beforeunload", onLeave);
  });
}
