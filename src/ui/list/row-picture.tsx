import type { UploadFile } from "../../engine/state.ts";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./list.module.css";
import { useFileSelection } from "./selection-context.tsx";
import { shownName } from "./shown-name.ts";
import { Thumbnail } from "./thumbnail.tsx";

/** A row's preview; on a finished file also the box that picks it out. */
export function RowPicture({ file }: { file: UploadFile }) {
  const selection = useFileSelection();
  const { t } = useLocalization();
  return (
    <div className={styles.picture}>
      <Thumbnail file={file} />
      {selection && file.state.stage === "done" && (
        <label className={styles.pick}>
          <input
            type="checkbox"
            aria-label={t.row.select(shownName(file.name))}
            checked={selection.has(file.id)}
            onChange={(event) => selection.set(file.id, event.currentTarget.checked)}
          />
        </label>
      )}
    </div>
  );
}
