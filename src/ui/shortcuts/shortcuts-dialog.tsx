import { Dialog } from "../controls/dialog.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { usePreferences } from "../settings/use-preferences.ts";
import { historyKeys } from "./history-keys.ts";
import styles from "./shortcuts.module.css";
import { useShortcutsMessages } from "./shortcuts-messages.ts";

/** All keys and what they do, and the way to switch them off. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLocalization();
  const m = useShortcutsMessages();
  const history = historyKeys(t);
  const [{ shortcuts }, change] = usePreferences();
  return (
    <Dialog title={m.title} onClose={onClose}>
      <div className={styles.lists}>
        <dl className={styles.keys}>
          {Object.entries(m.keys).map(([key, action]) => (
            <Key key={key} name={key.toUpperCase()} action={action} />
          ))}
        </dl>
        <h3>{history.title}</h3>
        <dl className={styles.keys}>
          {history.keys.map(([key, action]) => (
            <Key key={key} name={key} action={action} />
          ))}
        </dl>
      </div>
      <Toggle label={m.enabled} hint={m.enabledHint} checked={shortcuts} onChange={(on) => change({ shortcuts: on })} />
    </Dialog>
  );
}

function Key({ name, action }: { name: string; action: string }) {
  return (
    <div>
      <dt>
        <kbd>{name}</kbd>
      </dt>
      <dd>{action}</dd>
    </div>
  );
}
