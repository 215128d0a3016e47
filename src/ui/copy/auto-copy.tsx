import { useEffect, useRef } from "react";
import type { FileId } from "../../engine/state.ts";
import { formatLinks } from "../../links/format-link.ts";
import { useAnnounce } from "../announcer.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import { usePreferences } from "../settings/use-preferences.ts";
import { useSnapshot } from "../use-engine.ts";
import { finishedSubjects } from "./link-subjects.ts";

/**
 * Copies the links of a run once it is over, not those of earlier ones, when the person has asked for that. A browser
 * that wants a click for it refuses, and then that is said: a dialog that nobody opened would be in the way.
 */
export function AutoCopy() {
  const { engine, copyText } = useServices();
  const { open } = useSnapshot().totals;
  const [{ autoCopy, format, template }] = usePreferences();
  const { t, formats } = useLocalization();
  const announce = useAnnounce();
  /** A run is what brings this here, and may be over by then. */
  const running = useRef(true);
  /** What had finished when the last run was over. */
  const before = useRef<ReadonlySet<FileId>>(new Set());

  useEffect(() => {
    const ended = running.current && open === 0;
    running.current = open > 0;
    if (!ended) return;
    const earlier = before.current;
    const { ids } = engine.getSnapshot();
    before.current = new Set(ids.filter((id) => engine.getFile(id)?.state.stage === "done"));
    const subjects = autoCopy ? finishedSubjects(engine, (id) => !earlier.has(id)) : [];
    if (subjects.length === 0) return;
    copyText(formatLinks(subjects, format, template)).then((copied) => {
      const text = copied ? t.say.copied(subjects.length, formats.number(subjects.length)) : t.say.copyRefused;
      announce(text, { show: true });
    });
  }, [open, autoCopy, format, template, engine, copyText, announce, t, formats]);

  return null;
}
