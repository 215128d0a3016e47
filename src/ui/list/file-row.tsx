import { finishedFile } from "../../engine/finished.ts";
import type { FileId, UploadFile } from "../../engine/state.ts";
import { useUploadFile } from "../use-engine.ts";
import { FailedContent } from "./failed-content.tsx";
import { FileHead } from "./file-head.tsx";
import { LinkLine } from "./link-line.tsx";
import styles from "./list.module.css";
import { OpenContent } from "./open-content.tsx";
import { RowActions } from "./row-actions.tsx";
import { RowPicture } from "./row-picture.tsx";
import { shownName } from "./shown-name.ts";

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
  const { state, name } = file;
  if (state.stage === "done") {
    const subjects = () => [finishedFile(file) ?? []].flat();
    return <LinkLine name={shownName(name)} url={state.result.url} subjects={subjects} className={styles.result} />;
  }
  if (state.stage === "failed") return <FailedContent file={file} failure={state.failure} />;
  return <OpenContent file={file} />;
}
