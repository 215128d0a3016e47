import { ShortcutsButton } from "../shortcuts/shortcuts.tsx";
import styles from "./frame.module.css";

/** Out of the way; a phone without a keyboard does not see it. */
export function Footer() {
  return (
    <footer className={styles.footer}>
      <ShortcutsButton />
    </footer>
  );
}
