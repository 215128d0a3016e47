import { useKeptFocus } from "../controls/kept-focus.ts";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./drop.module.css";

interface ReadingNoteProps {
  stop: () => void;
  className: string | undefined;
}

/** Says that a folder, or a picture of another site, is still being read, and ends it on request. */
export function ReadingNote({ stop, className }: ReadingNoteProps) {
  const { t } = useLocalization();
  const focus = useKeptFocus();
  return (
    <span className={className} {...focus}>
      {t.drop.reading}{" "}
      <button type="button" className={styles.stop} onClick={stop}>
        {t.drop.stopReading}
      </button>
    </span>
  );
}
