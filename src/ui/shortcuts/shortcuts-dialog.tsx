import { Dialog } from "../controls/dialog.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { usePreferences } from "../settings/use-preferences.ts";
import styles from "./shortcuts.module.css";

export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLocalization();
  const [{ shortcuts }, change] = usePreferences();
  return (
    <Dialog title={t.shortcuts.title} onClose={onClose}>
      <dl className={styles.keys}>
        {Object.entries(t.shortcuts.keys).map(([key, action]) => (
          <div key={key}>
            <dt>
              <kbd>{key.toUpperCase()}</kbd>
            </dt>
            <dd>{action}</dd>
          </div>
        ))}
      </dl>
      <Toggle
        label={t.shortcuts.enabled}
        hint={t.shortcuts.enabledHint}
        checked={shortcuts}
        onChange={(on) => change({ shortcuts: on })}
      />
    </Dialog>
  );
}
