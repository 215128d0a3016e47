import type { Clock } from "./ports.ts";
import type { EngineSnapshot, FileId, UploadFile } from "./state.ts";
import { createLedger } from "./totals.ts";

/**
 * What holds the whole list. `rows`: the rows that a person held together, and what joined them; it is over when the last
 * of them goes on or goes away, or a file that is dropped much later would wait for no reason to be seen. `all`:
 * whatever comes, until it is lifted.
 */
export type Hold = "rows" | "all";

/** The rows, in the order added, and whoever wants to hear of them. */
export interface RowStore {
  get(id: FileId): UploadFile | undefined;
  /** The ids now: a copy, so rows may be changed or removed while it is walked. */
  ids(): FileId[];
  /** Adds the row, or puts it in the place of the one with its id. */
  put(row: UploadFile): void;
  remove(id: FileId): void;
  /** Whether what joins now is held as well. */
  holding(): boolean;
  /** Undefined lets go. */
  setHold(hold: Hold | undefined): void;
  /** See `EngineSnapshot.heldUntil`. */
  setHeld(until: number | undefined): void;
  /** Files being worked on. */
  moving(): number;
  /** Looks at the speed again. */
  tick(): void;
  snapshot(): EngineSnapshot;
  subscribe(listener: () => void): () => void;
  subscribeRow(id: FileId, listener: () => void): () => void;
  /** Lets go of every listener. */
  dispose(): void;
}

/** An empty list. What it shows is always the newest; its listeners run in the clock's next frame. */
export function createRowStore(clock: Clock): RowStore {
  const rows = new Map<FileId, UploadFile>();
  const ledger = createLedger(clock);
  const notices = createNotices(clock);
  let hold: Hold | undefined;
  let heldUntil: number | undefined;
  let current: EngineSnapshot = { ids: [], totals: ledger.totals(), paused: false, heldUntil };
  let idsChanged = false;
  let changed = false;

  const snapshot = () => {
    if (!changed) return current;
    changed = false;
    const totals = ledger.totals();
    const paused = hold !== undefined || (totals.open > 0 && ledger.held() === totals.open);
    const same = totals === current.totals && paused === current.paused && heldUntil === current.heldUntil;
    if (idsChanged || !same) {
      current = { ids: idsChanged ? [...rows.keys()] : current.ids, totals, paused, heldUntil };
      idsChanged = false;
    }
    return current;
  };

  const listChanged = () => {
    changed = true;
    notices.list(snapshot);
  };

  const replace = (id: FileId, after: UploadFile | undefined) => {
    const before = rows.get(id);
    if (before === after) return;
    if (after) rows.set(id, after);
    else rows.delete(id);
    if (!before || !after) idsChanged = true;
    ledger.replace(before, after);
    if (hold === "rows" && ledger.held() === 0) hold = undefined;
    notices.row(id);
    listChanged();
  };

  return {
    get: (id) => rows.get(id),
    ids: () => [...rows.keys()],
    put: (row) => replace(row.id, row),
    remove: (id) => replace(id, undefined),
    holding: () => hold !== undefined,
    setHold(value) {
      hold = value === "rows" && (hold === "all" || ledger.held() === 0) ? hold : value;
      listChanged();
    },
    setHeld(until) {
      heldUntil = until;
      listChanged();
    },
    moving: () => ledger.moving(),
    tick() {
      ledger.tick();
      listChanged();
    },
    snapshot,
    subscribe: notices.subscribeList,
    subscribeRow: notices.subscribeRow,
    dispose: notices.dispose,
  };
}

type Listeners = Set<() => void>;

/** Gathers what changed and tells it once a frame. */
function createNotices(clock: Clock) {
  const listListeners: Listeners = new Set();
  const rowListeners = new Map<FileId, Listeners>();
  const changedRows = new Set<FileId>();
  let read: (() => EngineSnapshot) | undefined;
  let told: EngineSnapshot | undefined;
  const tell = () => {
    const due = [...changedRows].flatMap((id) => [...(rowListeners.get(id) ?? [])]);
    changedRows.clear();
    const snapshot = read?.();
    if (snapshot !== told) due.push(...listListeners);
    told = snapshot;
    runAll(due);
  };

  return {
    row(id: FileId) {
      if (!rowListeners.has(id)) return;
      changedRows.add(id);
      clock.onNextFrame(tell);
    },
    list(snapshot: () => EngineSnapshot) {
      read = snapshot;
      clock.onNextFrame(tell);
    },
    subscribeList: (listener: () => void) => listen(listListeners, listener),
    subscribeRow(id: FileId, listener: () => void) {
      const listeners = rowListeners.get(id) ?? new Set();
      rowListeners.set(id, listeners);
      const stop = listen(listeners, listener);
      return () => {
        stop();
        if (listeners.size === 0 && rowListeners.get(id) === listeners) rowListeners.delete(id);
      };
    },
    dispose() {
      listListeners.clear();
      rowListeners.clear();
      changedRows.clear();
    },
  };
}

/** Wrapped, so that one function given twice is two listeners. */
function listen(listeners: Listeners, listener: () => void): () => void {
  const entry = () => listener();
  listeners.add(entry);
  return () => {
    listeners.delete(entry);
  };
}

/** A listener that throws keeps no other from hearing; its error comes out at the end. */
function runAll(listeners: readonly (() => void)[]): void {
  const errors: unknown[] = [];
  for (const listener of listeners) {
    try {
      listener();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
