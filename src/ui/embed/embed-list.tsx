import type { FileId } from "../../engine/state.ts";
import { useLocalization } from "../i18n/context.tsx";
import { FileRow } from "../list/file-row.tsx";
import { shownName } from "../list/shown-name.ts";
import { VirtualList } from "../list/virtual-list.tsx";
import { useSnapshot, useUploadFile } from "../use-engine.ts";
import styles from "./embed.module.css";
import { useEmbedConfig } from "./embed-host.ts";
import type { Chosen } from "./use-chosen.ts";

/** All rows in the order chosen; only those in view are in the document, where the host limits the frame's height. */
export function EmbedList({ chosen }: { chosen: Chosen }) {
  const { ids } = useSnapshot();
  const { t } = useLocalization();
  const { insert, multiple } = useEmbedConfig();
  const selectable = insert === true && multiple !== false;
  return (
    <VirtualList label={t.list.label} className={styles.list} entries={ids}>
      {(id) => (
        <div className={styles.entry} key={id}>
          {selectable && <Select id={id} chosen={chosen} />}
          <FileRow id={id} />
        </div>
      )}
    </VirtualList>
  );
}

/** Keeps its place while the file is on its way, so that nothing moves when it is there. */
function Select({ id, chosen }: { id: FileId; chosen: Chosen }) {
  const { t } = useLocalization();
  const file = useUploadFile(id);
  const finished = file?.state.stage === "done";
  return (
    <label className={styles.select}>
      <input
        type="checkbox"
        className={styles.checkbox}
        aria-label={t.embed.select(shownName(file?.name ?? ""))}
        disabled={!finished}
        checked={finished && chosen.has(id)}
        onChange={(event) => chosen.set([id], event.currentTarget.checked)}
      />
    </label>
  );
}
