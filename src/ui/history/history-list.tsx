import { type HistoryEntry, historyId } from "../../contract/history.ts";
import list from "../list/list.module.css";
import { VirtualList } from "../list/virtual-list.tsx";
import { HistoryRow } from "./history-row.tsx";
import { useHistoryMessages } from "./use-messages.ts";
import type { SelectionControls } from "./use-selection.ts";

interface HistoryListProps {
  entries: readonly HistoryEntry[];
  selection: SelectionControls;
}

/** The entries found. */
export function HistoryList({ entries, selection }: HistoryListProps) {
  const m = useHistoryMessages();
  return (
    <VirtualList label={m.list} className={list.list} entries={entries}>
      {(entry) => {
        const id = historyId(entry);
        return (
          <HistoryRow key={id} id={id} entry={entry} selected={selection.isSelected(id)} toggle={selection.toggle} />
        );
      }}
    </VirtualList>
  );
}
