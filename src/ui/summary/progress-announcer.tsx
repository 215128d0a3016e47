import { useEffect, useRef } from "react";
import { useAnnounce } from "../announcer.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useSnapshot } from "../use-engine.ts";

/** Tells a screen reader when a run is over; the stages between would only be noise. */
export function ProgressAnnouncer() {
  const { done, failed, open } = useSnapshot().totals;
  const { t, formats } = useLocalization();
  const announce = useAnnounce();
  const running = useRef(false);

  useEffect(() => {
    if (running.current && open === 0) announce(t.say.finished(formats.number(done), formats.number(failed)));
    running.current = open > 0;
  }, [open, done, failed, announce, t, formats]);

  return null;
}
