import { ImageUp } from "lucide-react";
import type { FilePolicy } from "../../contract/policy.ts";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./drop.module.css";
import { IntakeOutcome } from "./intake-outcome.tsx";
import { Pickers } from "./pickers.tsx";
import { ReadingNote } from "./reading-note.tsx";
import { useDropWords } from "./use-drop-words.ts";
import type { Intake } from "./use-intake.ts";

interface DropZoneProps {
  intake: Intake;
  policy: FilePolicy | undefined;
  /** There are rows already, so the way in steps back. */
  compact: boolean;
}

/** The way in: the one obvious thing to do on an empty page. */
export function DropZone({ intake, policy, compact }: DropZoneProps) {
  const { t, formats } = useLocalization();
  const words = useDropWords();

  return (
    <section className={compact ? `${styles.zone} ${styles.compact}` : styles.zone} aria-label={t.drop.choose}>
      {!compact && <ImageUp className={styles.picture} aria-hidden="true" />}
      <div className={styles.words}>
        <h2>{compact ? words.more : words.title}</h2>
        {!compact && <p>{words.hint}</p>}
      </div>
      <Pickers
        takeFiles={intake.takeFiles}
        accept={policy?.accept}
        primary={!compact}
        className={styles.pickers}
        shortcut
      />
      {!compact && (
        <p className={styles.limits}>
          {policy && t.drop.limits(formats.types(policy.accept), formats.size(policy.maxFileSize))}
        </p>
      )}
      {intake.reading && <ReadingNote stop={intake.stop} className={styles.note} />}
      <IntakeOutcome
        outcome={intake.outcome}
        empty={!compact}
        className={styles.note}
        problemClassName={styles.problem}
      />
    </section>
  );
}
