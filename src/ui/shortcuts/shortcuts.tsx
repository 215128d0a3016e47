import { Keyboard } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../controls/button.tsx";
import { lateDialog } from "../frame/late-part.tsx";
import { showHistory } from "../history/history-route.ts";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

const ShortcutsDialog = lateDialog(() => import("./shortcuts-dialog.tsx"));

/** The keys that are there from the start, and the button that names all keys. */
export function ShortcutsButton() {
  const { engine } = useServices();
  const { t } = useLocalization();
  const [open, setOpen] = useState(false);

  const shortcuts = useMemo(
    () => ({
      p: () => (engine.getSnapshot().paused ? engine.resumeAll() : engine.pauseAll()),
      r: () => engine.retryFailed(),
      h: showHistory,
      "?": () => setOpen(true),
    }),
    [engine],
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
