import { Languages } from "lucide-react";
import { Button } from "../controls/button.tsx";
import { HistoryButton } from "../history/history-button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { SettingsButton } from "../settings/settings-button.tsx";
import styles from "./frame.module.css";
import { Logo } from "./logo.tsx";

/** Whose page it is, and the ways to its other parts. */
export function Header() {
  const { t, other, toggle } = useLocalization();
  return (
    <header className={styles.header}>
      <h1 className={styles.brand}>
        <Logo />
        cosdrop
      </h1>
      <div className={styles.tools}>
        <HistoryButton />
        <SettingsButton />
        <Button variant="quiet" icon={<Languages />} onClick={toggle} lang={other}>
          {t.switchLanguage}
        </Button>
      </div>
    </header>
  );
}
