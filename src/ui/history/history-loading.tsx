import { useLocalization } from "../i18n/context.tsx";
import styles from "./loading.module.css";

/** A few empty rows, shown only once reading takes longer than a blink. */
export function HistoryLoading() {
  const { t } = useLocalization();
  return (
    <div className={styles.loading} role="status">
      <span className="visually-hidden">{t.history.loading}</span>
      {["first", "second", "third"].map((row) => (
        <div key={row} className={styles.row} aria-hidden="true" />
      ))}
    </div>
  );
}
