import { X } from "lucide-react";
import { type ReactNode, useId, useRef } from "react";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./dialog.module.css";
import { IconButton } from "./icon-button.tsx";
import { useModal } from "./use-modal.ts";

interface DialogProps {
  title: string;
  /** What it is about, in a sentence under the title. */
  hint?: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog. The browser's own: it traps the focus, gives it back, and closes on Escape. */
export function Dialog({ title, hint, onClose, children }: DialogProps) {
  const { t } = useLocalization();
  const dialog = useModal();
  /** Whoever selects a text and lets go beside the dialog does not mean to close it. */
  const pressedBeside = useRef(false);
  const [titleId, hintId] = [useId(), useId()];

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; the key for that is Escape
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      aria-describedby={hint === undefined ? undefined : hintId}
      onClose={onClose}
      onPointerDown={(event) => {
        pressedBeside.current = event.target === event.currentTarget;
      }}
      onClick={(event) => {
        if (pressedBeside.current && event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div className={styles.inside}>
        <div className={styles.header}>
          <h2 id={titleId}>{title}</h2>
          <IconButton label={t.close} onClick={() => dialog.current?.close()}>
            <X />
          </IconButton>
        </div>
        {hint !== undefined && (
          <p id={hintId} className={styles.hint}>
            {hint}
          </p>
        )}
        {children}
      </div>
    </dialog>
  );
}
