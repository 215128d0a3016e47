import { use } from "react";
import type { Failure } from "../../contract/errors.ts";
import type { UploadFile } from "../../engine/state.ts";
import { EmbedHostContext } from "../embed/embed-host.ts";
import { useLocalization } from "../i18n/context.tsx";
import { errorText } from "../i18n/error-text.ts";
import { useRules } from "../use-rules.ts";
import { ConvertButton } from "./convert-button.tsx";
import styles from "./failure.module.css";

/** What happened, why, and what to do next. */
export function FailedContent({ file, failure }: { file: UploadFile; failure: Failure }) {
  const { t, formats } = useLocalization();
  const text = errorText(failure, t, { ...useRules(), formats });
  return (
    <div className={styles.failure}>
      <p>
        <strong>{text.what}</strong>
        {t.sentenceSpace}
        {text.next} <ConvertButton file={file} />
        {failure.code === "page_outdated" && <ReloadButton />}
      </p>
      {failure.requestId !== undefined && <p className={styles.requestId}>{t.row.requestId(failure.requestId)}</p>}
    </div>
  );
}

/** A page around this one is not this one's to load anew, and it would lose its list. */
function ReloadButton() {
  const { t } = useLocalization();
  if (use(EmbedHostContext)) return null;
  return (
    <button type="button" className={styles.inline} onClick={() => location.reload()}>
      {t.crashed.reload}
    </button>
  );
}
