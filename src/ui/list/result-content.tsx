import { finishedFile } from "../../engine/finished.ts";
import type { UploadFile, UploadResult } from "../../engine/state.ts";
import { CopyButton } from "../copy/copy-button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./list.module.css";
import { shownName } from "./row-view.ts";

/** A finished file's link, and the button that takes it along. */
export function ResultContent({ file, result }: { file: UploadFile; result: UploadResult }) {
  const { t } = useLocalization();
  const name = shownName(file.name);
  const { url } = result;
  return (
    <div className={styles.result}>
      <a
        className={styles.link}
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={t.row.link(name)}
        title={url}
      >
        {url}
      </a>
      <CopyButton subjects={() => [finishedFile(file) ?? []].flat()} label={t.row.copyLink(name)}>
        {t.row.copy}
      </CopyButton>
    </div>
  );
}
