import type { Journal, JournalRow } from "../../../src/engine/ports.ts";
import type { FileId } from "../../../src/engine/state.ts";

/** A journal in memory. */
export class FakeJournal implements Journal {
  readonly session: string;
  readonly rows = new Map<FileId, JournalRow>();
  notes = 0;

  constructor(session: string) {
    this.session = session;
  }

  note(row: JournalRow): void {
    this.notes += 1;
    this.rows.set(row.id, row);
  }

  forget(id: FileId): void {
    this.rows.delete(id);
  }

  list(): JournalRow[] {
    return [...this.rows.values()];
  }
}
