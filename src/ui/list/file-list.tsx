import { useLocalization } from "../i18n/context.tsx";
import { useSnapshot } from "../use-engine.ts";
import { FileRow } from "./file-row.tsx";
import styles from "./list.module.css";
import { VirtualList } from "./virtual-list.tsx";

/** All rows in the order chosen. */
export function FileList() {
  const { ids } = useSnapshot();
  const { t } = useLocalization();
  return (
    <VirtualList label={t.list.label} className={styles.list} entries={ids}>
      {(id) => <FileRow key={id} id={id} />}
    </VirtualList>
  );
}
