import { fileFault } from "./file-faults.ts";
import type { Journal, JournalRow, KnownContent } from "./ports.ts";
import type { FileId, UploadFile } from "./state.ts";

/** Tells the journal what it has to know of the rows, and nothing twice. */
export interface Memory {
  /** The row is new, or has changed. */
  look(row: UploadFile, known: KnownContent | undefined): void;
  /** The journal has this row already. */
  remembered(row: JournalRow): void;
  forget(id: FileId): void;
  /** The page goes: what is remembered stays. */
  stop(): void;
}

/** A memory that nobody keeps where there is no journal. */
export function createMemory(journal: Journal | undefined): Memory {
  const told = new Map<FileId, JournalRow>();
  let stopped = journal === undefined;

  const forget = (id: FileId) => {
    if (stopped || !told.delete(id)) return;
    journal?.forget(id);
  };

  return {
    look(row, known) {
      if (stopped) return;
      if (!isWorthAnotherPage(row)) return forget(row.id);
      const next = journalRow(row, known);
      if (isSame(told.get(row.id), next)) return;
      told.set(row.id, next);
      journal?.note(next);
    },
    remembered(row) {
      if (!stopped) told.set(row.id, row);
    },
    forget,
    stop() {
      stopped = true;
    },
  };
}

function isWorthAnotherPage({ blob, state }: UploadFile): boolean {
  if (state.stage === "done" || state.stage === "cancelled") return false;
  if (state.stage !== "failed") return true;
  if (state.failure.code === "choose_again") return true;
  return blob !== undefined && fileFault(state.failure.code) === undefined;
}

function journalRow(
  { id, name, folder, size, lastModified, still, blob, state }: UploadFile,
  known: KnownContent | undefined,
): JournalRow {
  const held = state.stage === "paused" ? { paused: true, unbidden: state.unbidden } : { paused: false };
  return { id, name, folder, size, lastModified, still, ...held, known, blob };
}

/** The other parts of a row never change. */
function isSame(before: JournalRow | undefined, after: JournalRow): boolean {
  return before?.known === after.known && before?.paused === after.paused && before?.blob === after.blob;
}
