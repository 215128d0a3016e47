import { type ComponentProps, createContext, use } from "react";
import { type CustomItemComponentProps, WindowVirtualizer } from "virtua";
import { OWN } from "../drop/use-window-drop.ts";
import { useLocalization } from "../i18n/context.tsx";
import { useSnapshot } from "../use-engine.ts";
import { FileRow } from "./file-row.tsx";
import styles from "./list.module.css";

const CountContext = createContext(0);

/** All rows in the order chosen; only those in view are in the document, so thousands stay smooth. */
export function FileList() {
  const { ids } = useSnapshot();
  const { t } = useLocalization();
  return (
    <section
      className={styles.list}
      aria-label={t.list.label}
      onDragStart={(event) => event.dataTransfer.setData(OWN, OWN)}
    >
      <CountContext value={ids.length}>
        <WindowVirtualizer as="ul" item={Item} data={ids}>
          {(id) => <FileRow key={id} id={id} />}
        </WindowVirtualizer>
      </CountContext>
    </section>
  );
}

/** A list item that knows its place among all, since most of its siblings are not in the document. */
function Item({ index, ...rest }: CustomItemComponentProps & ComponentProps<"li">) {
  return <li {...rest} aria-posinset={index + 1} aria-setsize={use(CountContext)} />;
}
