import type { FileCandidate, JournalRow, KnownContent } from "./ports.ts";
import type { FileId } from "./state.ts";

/** Rows of an earlier page whose bytes are gone, until the same file is chosen again. */
export interface Missing {
  put(row: JournalRow): void;
  /** Takes out the row that this file belongs to. */
  take(file: FileCandidate): MissingRow | undefined;
  forget(id: FileId): void;
}

/** What a chosen file takes over of its row. */
export interface MissingRow {
  readonly id: FileId;
  readonly known: KnownContent | undefined;
}

/** Nothing is missing at first. */
export function createMissing(): Missing {
  const rows = new Map<FileId, JournalRow>();
  return {
    put: (row) => rows.set(row.id, row),
    take({ name, folder, blob, lastModified }) {
      if (rows.size === 0) return undefined;
      // The folder is not asked for: what was dropped with its folder may be picked alone. But it tells namesakes apart.
      const fitting = [...rows.values()].filter(
        (row) => row.name === name && row.size === blob.size && row.lastModified === lastModified,
      );
      const row = fitting.find((each) => each.folder === folder) ?? fitting[0];
      if (row) rows.delete(row.id);
      return row;
    },
    forget: (id) => rows.delete(id),
  };
}
