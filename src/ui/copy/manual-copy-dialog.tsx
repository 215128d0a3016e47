import { useEffect, useRef } from "react";
import { Dialog } from "../controls/dialog.tsx";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./copy.module.css";

/** The last way to a link where the clipboard is refused: the text, selected. */
export default function ManualCopyDialog({ text, onClose }: { text: string; onClose: () => void }) {
  const { t } = useLocalization();
  const area = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    area.current?.focus();
    area.current?.select();
  }, []);

  return (
    <Dialog title={t.manualCopy.title} hint={t.manualCopy.hint} onClose={onClose}>
      <textarea
        ref={area}
        readOnly
        className={styles.text}
        value={text}
        rows={Math.min(8, text.split("\n").length + 1)}
        aria-label={t.manualCopy.title}
        onFocus={(event) => event.currentTarget.select()}
      />
    </Dialog>
  );
}
