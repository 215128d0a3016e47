import { FolderUp, ImagePlus, ImageUp } from "lucide-react";
import { useRef } from "react";
import { Button } from "../controls/button.tsx";
import { IntakeOutcome } from "../drop/intake-outcome.tsx";
import type { Intake } from "../drop/use-intake.ts";
import { useLocalization } from "../i18n/context.tsx";
import { useConfig } from "../use-config.ts";
import styles from "./embed.module.css";
import { useEmbedConfig, useEmbedHost } from "./embed-host.ts";

interface EmbedDropZoneProps {
  intake: Intake;
  /** There are rows already, so the way in steps back. */
  compact: boolean;
}

/** The way in, low enough for a form. */
export function EmbedDropZone({ intake, compact }: EmbedDropZoneProps) {
  const { t, formats } = useLocalization();
  const host = useEmbedHost();
  const config = useEmbedConfig();
  const gateway = useConfig().data;
  const one = config.multiple === false;
  const policy = gateway && host.narrow(gateway.policy);
  const title = one ? t.embed.titleOne : t.drop.title;
  const more = one ? t.embed.replace : t.drop.more;

  return (
    <section className={compact ? `${styles.zone} ${styles.compact}` : styles.zone} aria-label={t.drop.choose}>
      {!compact && <ImageUp className={styles.picture} aria-hidden="true" />}
      <div className={styles.words}>
        <p className={styles.title}>{compact ? more : title}</p>
        {!compact && policy && (
          <p className={styles.limits}>
            {t.drop.limits(formats.types(policy.accept), formats.size(policy.maxFileSize))}
          </p>
        )}
      </div>
      <Pickers takeFiles={intake.takeFiles} one={one} primary={!compact} accept={policy?.accept} />
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
  one: boolean;
  primary: boolean;
  accept: readonly string[] | undefined;
}

function Pickers({ takeFiles, one, primary, accept }: PickersProps) {
  const { t } = useLocalization();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  const take = (input: HTMLInputElement) => {
    if (input.files) takeFiles([...input.files]);
    // So that choosing the same file again is a change again.
    input.value = "";
  };

  return (
    <div className={styles.pickers}>
      <Button
        data-way-in
        variant={primary ? "primary" : "plain"}
        icon={<ImagePlus />}
        onClick={() => files.current?.click()}
      >
        {one ? t.embed.chooseOne : t.drop.choose}
      </Button>
      <input
        ref={files}
        hidden
        type="file"
        multiple={!one}
        accept={accept?.join(",")}
        data-testid="files"
        onChange={(event) => take(event.currentTarget)}
      />
      {!one && (
        <>
          <Button variant="quiet" icon={<FolderUp />} onClick={() => folder.current?.click()}>
            {t.drop.chooseFolder}
          </Button>
          <input
            ref={folder}
            hidden
            type="file"
            {...DIRECTORY}
            data-testid="folder"
            onChange={(event) => take(event.currentTarget)}
          />
        </>
      )}
    </div>
  );
}
