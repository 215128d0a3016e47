import { ImageUp } from "lucide-react";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./drop.module.css";

/** Shown over the window while files are dragged above it. */
export function DropOverlay() {
  const { t } = useLocalization();
  return (
    <div className={styles.overlay} aria-hidden="true">
      <div className={styles.release}>
        <ImageUp />
        {t.drop.release}
      </div>
    </div>
  );
}
