import type { LinkState, UploadFile, UploadResult } from "../../engine/state.ts";
import { useLocalization } from "../i18n/context.tsx";
import type { Formats } from "../i18n/formats.ts";
import { useServices } from "../services.tsx";
import { FileName } from "./file-name.tsx";
import { focusOwnRow } from "./focus.ts";
import { keptText } from "./kept-text.ts";
import styles from "./list.module.css";
import { Parts } from "./parts.tsx";
import { removalTexts } from "./removal-text.ts";
import { openStageText } from "./row-view.ts";
import { shownName } from "./shown-name.ts";
import { stillText } from "./still-text.ts";
import { useCountdown } from "./use-countdown.ts";

/** A row's first line: which file, how large, and where it stands in words. */
export function FileHead({ file }: { file: UploadFile }) {
  const { t, formats } = useLocalization();
  return (
    <div className={styles.head}>
      <FileName name={file.name} title={file.folder === "" ? undefined : shownName(`${file.folder}/${file.name}`)} />
      <p className={styles.facts}>
        {file.blob && <span className={styles.size}>{sizeText(file, formats)}</span>}
        {file.still && <span>{stillText(t)}</span>}
        <Status file={file} />
      </p>
    </div>
  );
}

/** The chosen file's size, and what became of it where it was converted. */
function sizeText({ size, state }: UploadFile, formats: Formats): string {
  const conversion = "result" in state ? state.result.conversion : undefined;
  if (conversion?.kind !== "converted") return formats.size(size);
  return `${formats.size(conversion.from.size)} → ${formats.size(conversion.to.size)}`;
}

function Status({ file }: { file: UploadFile }) {
  const { t } = useLocalization();
  const { state } = file;
  useCountdown(state.stage === "waiting" && state.until !== undefined);

  if (state.stage === "failed") return null;
  if (state.stage === "done") return <DoneStatus file={file} result={state.result} link={state.link} />;
  return <span>{openStageText(state, file.size, t, performance.now())}</span>;
}

interface DoneStatusProps {
  file: UploadFile;
  result: UploadResult;
  link: LinkState;
}

function DoneStatus({ file, result, link }: DoneStatusProps) {
  const { engine } = useServices();
  const { t } = useLocalization();
  if (link.kind !== "unconfirmed") return <Ended result={result} link={link} />;
  return (
    <span data-tone="warning">
      {t.stage.unconfirmed}{" "}
      <button
        type="button"
        className={styles.inline}
        onClick={(event) => {
          focusOwnRow(event.currentTarget);
          engine.recheck(file.id);
        }}
      >
        {t.row.recheck}
      </button>
    </span>
  );
}

function Ended({ result, link }: Omit<DoneStatusProps, "file">) {
  const { t } = useLocalization();
  if (link.kind !== "confirmed") return <span data-tone="success">{t.stage.rechecking}</span>;
  const { removed, warnings } = removalTexts(result.removal, t);
  const parts = [
    result.deduped ? t.stage.deduped : t.stage.done,
    // One word, so that a narrow row does not part its numbers.
    ...(link.width && link.height ? [`${link.width}\u00a0×\u00a0${link.height}`] : []),
    ...(result.conversion?.kind === "kept" ? [keptText(result.conversion.reason, t)] : []),
    ...removed,
  ];
  return <Parts parts={parts} warnings={warnings} />;
}
