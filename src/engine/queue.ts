import type { FileId } from "./state.ts";

/** A file in a queue. A later ticket came later, whichever queue it was put in. */
export interface Waiting {
  readonly id: FileId;
  readonly ticket: number;
}

/** First in, first out, from which anyone may step out; every operation costs the same however long the queue is. */
export interface Queue {
  push(entry: Waiting): void;
  remove(id: FileId): void;
  first(): Waiting | undefined;
  size(): number;
}

/** Gone entries are kept until they come to the front; this many may lie before it. */
const COMPACT_AFTER = 1024;

/** An empty queue. A file that is pushed again keeps only its newest place. */
export function createQueue(): Queue {
  const tickets = new Map<FileId, number>();
  let entries: Waiting[] = [];
  let front = 0;

  return {
    push(entry) {
      tickets.set(entry.id, entry.ticket);
      entries.push(entry);
    },
    remove: (id) => tickets.delete(id),
    first() {
      let entry = entries[front];
      while (entry && tickets.get(entry.id) !== entry.ticket) {
        front += 1;
        entry = entries[front];
      }
      if (front > COMPACT_AFTER) {
        entries = entries.slice(front);
        front = 0;
      }
      return entry;
    },
    size: () => tickets.size,
  };
}
