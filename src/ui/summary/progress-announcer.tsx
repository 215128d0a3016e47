import { useEffect, useRef } from "react";
import { useAnnounce } from "../announcer.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import { useSnapshot } from "../use-engine.ts";
import { countNewEnds, type Ends, endsOf, hasRun } from "./run-ends.ts";

/** Tells a screen reader when a run is over, and how its files have ended; the stages between would only be noise. */
export function ProgressAnnouncer() {
  const { engine } = useServices();
  const snapshot = useSnapshot();
  const { t, formats } = useLocalization();
  const announce = useAnnounce();
  /** What brought this here may be over by then. */
  const running = useRef<boolean>(undefined);
  const before = useRef<Ends>(new Map());

  useEffect(() => {
    const ended = (running.current ?? hasRun(engine)) && snapshot.totals.open === 0;
    running.current = snapshot.totals.open > 0;
    if (running.current) return;
    const ends = endsOf(engine);
    const counts = countNewEnds(ends, before.current);
    before.current = ends;
    // Nothing is left to tell of where all rows were taken away.
    if (ended && counts.done + counts.failed + counts.cancelled > 0) announce(t.say.finished(counts, formats.number));
  }, [snapshot, engine, announce, t, formats]);

  return null;
}
