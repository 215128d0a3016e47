import { Settings2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../controls/button.tsx";
import { lateDialog } from "../frame/late-part.tsx";
import { useLocalization } from "../i18n/context.tsx";

const SettingsDialog = lateDialog(() => import("./settings-dialog.tsx"));

/** Opens the settings, which are loaded when they are first wanted. */
export function SettingsButton() {
  const { t } = useLocalization();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="quiet" icon={<Settings2 />} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t.settings}
      </Button>
      {open && <SettingsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
