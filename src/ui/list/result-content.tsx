import type { UploadFile, UploadResult } from "../../engine/state.ts";
import { CopyButton } from "../copy/copy-button.tsx";
import { linkSubject } from "../copy/link-subjects.ts";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./list.module.css";
import { plainName } from "./row-view.ts";

/** A finished file's link, and the button that takes it along. */
export function ResultContent({ file, result }: { file: UploadFile; result: UploadResult }) {
  const { t } = useLocalization();
  const name = plainName(file.name);
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
      <CopyButton subjects={() => [linkSubject(file) ?? []].flat()} label={t.row.copyLink(name)}>
        {t.row.copy}
      </CopyButton>
    </div>
  );
}
