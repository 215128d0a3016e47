import { type ComponentProps, createContext, use } from "react";
import { type CustomItemComponentProps, WindowVirtualizer } from "virtua";
import { type HistoryEntry, historyId } from "../../contract/history.ts";
import { OWN } from "../drop/use-window-drop.ts";
import list from "../list/list.module.css";
import { HistoryRow } from "./history-row.tsx";
import { useHistoryMessages } from "./use-messages.ts";
import type { SelectionControls } from "./use-selection.ts";

const CountContext = createContext(0);

interface HistoryListProps {
  entries: readonly HistoryEntry[];
  selection: SelectionControls;
}

/** The entries found; only those in view are in the document. */
export function HistoryList({ entries, selection }: HistoryListProps) {
  const m = useHistoryMessages();
  return (
    <section className={list.list} aria-label={m.list} onDragStart={(event) => event.dataTransfer.setData(OWN, OWN)}>
      <CountContext value={entries.length}>
        <WindowVirtualizer as="ul" item={Item} data={entries}>
          {(entry) => {
            const id = historyId(entry);
            return (
              <HistoryRow
                key={id}
                id={id}
                entry={entry}
                selected={selection.isSelected(id)}
                toggle={selection.toggle}
              />
            );
          }}
        </WindowVirtualizer>
      </CountContext>
    </section>
  );
}

/** A list item that knows its place among all, since most of its siblings are not in the document. */
function Item({ index, ...rest }: CustomItemComponentProps & ComponentProps<"li">) {
  return <li {...rest} aria-posinset={index + 1} aria-setsize={use(CountContext)} />;
}
