import type { FileId, UploadFile } from "../../engine/state.ts";
import { useUploadFile } from "../use-engine.ts";
import { FailedContent } from "./failed-content.tsx";
import { FileHead } from "./file-head.tsx";
import styles from "./list.module.css";
import { OpenContent } from "./open-content.tsx";
import { ResultContent } from "./result-content.tsx";
import { RowActions } from "./row-actions.tsx";
import { RowPicture } from "./row-picture.tsx";
import { shownName } from "./row-view.ts";

/** One file: what it is, where it stands, and what can be done about it. */
export function FileRow({ id }: { id: FileId }) {
  const file = useUploadFile(id);
  if (!file) return null;
  const { state } = file;
  return (
    <article
      className={styles.row}
      data-stage={state.stage}
      data-code={state.stage === "failed" ? state.failure.code : undefined}
      aria-label={shownName(file.name)}
      tabIndex={-1}
    >
      <RowPicture file={file} />
      <FileHead file={file} />
      <div className={styles.content}>
        <Content file={file} />
      </div>
      <RowActions file={file} />
    </article>
  );
}

function Content({ file }: { file: UploadFile }) {
  const { state } = file;
  if (state.stage === "done") return <ResultContent file={file} result={state.result} />;
  if (state.stage === "failed") return <FailedContent file={file} failure={state.failure} />;
  return <OpenContent file={file} />;
}
