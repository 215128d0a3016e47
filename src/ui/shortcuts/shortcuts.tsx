import { Keyboard } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../controls/button.tsx";
import { useCopy } from "../copy/copy-context.tsx";
import { finishedSubjects } from "../copy/link-subjects.ts";
import { lateDialog } from "../frame/late-part.tsx";
import { showHistory, useHistoryShown } from "../history/history-route.ts";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

const ShortcutsDialog = lateDialog(() => import("./shortcuts-dialog.tsx"));

/** The keys for the list as a whole, and the button that names all keys. */
export function ShortcutsButton() {
  const { engine } = useServices();
  const { t } = useLocalization();
  const copy = useCopy();
  const [open, setOpen] = useState(false);
  const historyShown = useHistoryShown();

  const shortcuts = useMemo(
    () => ({
      // The history has its own: what is copied is what is seen.
      ...(!historyShown && {
        c: () => {
          const subjects = finishedSubjects(engine);
          if (subjects.length > 0) void copy(subjects);
        },
      }),
      p: () => (engine.getSnapshot().paused ? engine.resumeAll() : engine.pauseAll()),
      r: () => engine.retryFailed(),
      h: showHistory,
      "?": () => setOpen(true),
    }),
    [engine, copy, historyShown],
  );
  useShortcuts(shortcuts);

  return (
    <>
      <Button variant="quiet" icon={<Keyboard />} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t.shortcuts}
      </Button>
      {open && <ShortcutsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
