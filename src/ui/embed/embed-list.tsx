import { type ComponentProps, createContext, use } from "react";
import { type CustomItemComponentProps, WindowVirtualizer } from "virtua";
import type { FileId } from "../../engine/state.ts";
import { useLocalization } from "../i18n/context.tsx";
import { FileRow } from "../list/file-row.tsx";
import { plainName } from "../list/row-view.ts";
import { useSnapshot, useUploadFile } from "../use-engine.ts";
import styles from "./embed.module.css";
import { useEmbedConfig } from "./embed-host.ts";
import type { Chosen } from "./use-chosen.ts";

const CountContext = createContext(0);

/** All rows in the order chosen; only those in view are in the document, where the host limits the frame's height. */
export function EmbedList({ chosen }: { chosen: Chosen }) {
  const { ids } = useSnapshot();
  const { t } = useLocalization();
  const { insert, multiple } = useEmbedConfig();
  const selectable = insert === true && multiple !== false;
  return (
    <section className={styles.list} aria-label={t.list.label}>
      <CountContext value={ids.length}>
        <WindowVirtualizer as="ul" item={Item} data={ids}>
          {(id) => (
            <div className={styles.entry} key={id}>
              {selectable && <Select id={id} chosen={chosen} />}
              <FileRow id={id} />
            </div>
          )}
        </WindowVirtualizer>
      </CountContext>
    </section>
  );
}

/** A list item that knows its place among all, since most of its siblings may not be in the document. */
function Item({ index, ...rest }: CustomItemComponentProps & ComponentProps<"li">) {
  return <li {...rest} aria-posinset={index + 1} aria-setsize={use(CountContext)} />;
}

/** Keeps its place while the file is on its way, so that nothing moves when it is there. */
function Select({ id, chosen }: { id: FileId; chosen: Chosen }) {
  const { t } = useLocalization();
  const file = useUploadFile(id);
  const finished = file?.state.stage === "done";
  return (
    <input
      type="checkbox"
      className={styles.checkbox}
      aria-label={t.embed.select(plainName(file?.name ?? ""))}
      disabled={!finished}
      checked={finished && chosen.has(id)}
      onChange={(event) => chosen.set([id], event.currentTarget.checked)}
    />
  );
}
