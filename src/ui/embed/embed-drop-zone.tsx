import { ImageUp } from "lucide-react";
import { IntakeOutcome } from "../drop/intake-outcome.tsx";
import { Pickers } from "../drop/pickers.tsx";
import { ReadingNote } from "../drop/reading-note.tsx";
import { useDropWords } from "../drop/use-drop-words.ts";
import type { Intake } from "../drop/use-intake.ts";
import { useLocalization } from "../i18n/context.tsx";
import { useRules } from "../use-rules.ts";
import styles from "./embed.module.css";
import { useEmbedConfig } from "./embed-host.ts";

interface EmbedDropZoneProps {
  intake: Intake;
  /** There are rows already, so the way in steps back. */
  compact: boolean;
}

/** The way in, low enough for a form. */
export function EmbedDropZone({ intake, compact }: EmbedDropZoneProps) {
  const { t, formats } = useLocalization();
  const config = useEmbedConfig();
  const one = config.multiple === false;
  const { policy, maxFiles } = useRules();
  const words = useDropWords(one);

  return (
    <section className={compact ? `${styles.zone} ${styles.compact}` : styles.zone} aria-label={t.drop.choose}>
      {!compact && <ImageUp className={styles.picture} aria-hidden="true" />}
      <div className={styles.words}>
        <p className={styles.title}>{compact ? words.more : words.title}</p>
        {!compact && policy && policy.accept.length > 0 && (
          <p className={styles.limits}>
            {t.drop.limits(formats.types(policy.accept), formats.size(policy.maxFileSize))}
          </p>
        )}
      </div>
      <Pickers
        takeFiles={intake.takeFiles}
        accept={policy?.accept}
        primary={!compact}
        className={styles.pickers}
        one={one}
      />
      {intake.reading && <ReadingNote stop={intake.stop} className={styles.note} />}
      <IntakeOutcome
        outcome={intake.outcome}
        limit={maxFiles}
        empty={!compact}
        className={styles.note}
        problemClassName={styles.problem}
      />
    </section>
  );
}
