import { type ComponentProps, createContext, type ReactElement, use } from "react";
import { type CustomItemComponentProps, WindowVirtualizer } from "virtua";
import { OWN } from "../drop/use-window-drop.ts";

interface VirtualListProps<Entry> {
  label: string;
  className: string | undefined;
  entries: readonly Entry[];
  /** One entry's content, with a key. */
  children: (entry: Entry) => ReactElement;
}

/**
 * How high a row is taken to be until it is measured, in px. Told to the list, it keeps rows beyond the window's edge from
 * the first: one that works it out keeps none until its rows fill the window, and Tab would end at the edge.
 */
const ROW_HEIGHT = 104;

const CountContext = createContext(0);

/**
 * A list of which only what is in view is in the document, so that thousands of rows stay smooth. What is dragged out of
 * it is no upload.
 */
export function VirtualList<Entry>({ label, className, entries, children }: VirtualListProps<Entry>) {
  return (
    <section className={className} aria-label={label} onDragStart={(event) => event.dataTransfer.setData(OWN, OWN)}>
      <CountContext value={entries.length}>
        <WindowVirtualizer as="ul" item={Item} itemSize={ROW_HEIGHT} data={entries}>
          {children}
        </WindowVirtualizer>
      </CountContext>
    </section>
  );
}

/** A list item that knows its place among all, since most of its siblings are not in the document. */
function Item({ index, ...rest }: CustomItemComponentProps & ComponentProps<"li">) {
  return <li {...rest} aria-posinset={index + 1} aria-setsize={use(CountContext)} />;
}
