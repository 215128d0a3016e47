import { FolderUp, ImagePlus, ImageUp } from "lucide-react";
import { useMemo, useRef } from "react";
import type { FilePolicy } from "../../contract/policy.ts";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useShortcuts } from "../shortcuts/use-shortcuts.ts";
import styles from "./drop.module.css";
import { IntakeOutcome } from "./intake-outcome.tsx";
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

  return (
    <section className={compact ? `${styles.zone} ${styles.compact}` : styles.zone} aria-label={t.drop.choose}>
      {!compact && <ImageUp className={styles.picture} aria-hidden="true" />}
      <div className={styles.words}>
        <h2>{compact ? t.drop.more : t.drop.title}</h2>
        {!compact && <p>{t.drop.hint}</p>}
      </div>
      <Pickers takeFiles={intake.takeFiles} primary={!compact} accept={policy?.accept} />
      {!compact && policy && (
        <p className={styles.limits}>{t.drop.limits(formats.types(policy.accept), formats.size(policy.maxFileSize))}</p>
      )}
      {intake.reading && <p className={styles.note}>{t.drop.reading}</p>}
      <IntakeOutcome
        outcome={intake.outcome}
        empty={!compact}
        className={styles.note}
        problemClassName={styles.problem}
      />
    </section>
  );
}

/** Known to every browser, but not to React's types. */
const DIRECTORY = { webkitdirectory: "" };

interface PickersProps {
  takeFiles: Intake["takeFiles"];
  primary: boolean;
  accept: readonly string[] | undefined;
}

function Pickers({ takeFiles, primary, accept }: PickersProps) {
  const { t } = useLocalization();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  const take = (input: HTMLInputElement) => {
    if (input.files) takeFiles([...input.files]);
    // So that choosing the same file again is a change again.
    input.value = "";
  };

  const keys = useMemo(() => ({ o: () => files.current?.click() }), []);
  useShortcuts(keys);

  return (
    <div className={styles.pickers}>
      <Button
        data-way-in
        variant={primary ? "primary" : "plain"}
        icon={<ImagePlus />}
        onClick={() => files.current?.click()}
      >
        {t.drop.choose}
      </Button>
      <Button variant="quiet" icon={<FolderUp />} onClick={() => folder.current?.click()}>
        {t.drop.chooseFolder}
      </Button>
      <input
        ref={files}
        hidden
        type="file"
        multiple
        accept={accept?.join(",")}
        data-testid="files"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={folder}
        hidden
        type="file"
        {...DIRECTORY}
        data-testid="folder"
        onChange={(event) => take(event.currentTarget)}
      />
    </div>
  );
}
