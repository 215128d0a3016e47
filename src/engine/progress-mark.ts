import type { FileId, FileState, UploadFile } from "./state.ts";

/** What the mark has to know of the sums. */
export interface MarkSums {
  readonly open: number;
  readonly bytesTotal: number;
}

/** How far the whole is, as a bar may show it: see `Totals.progress`. */
export interface ProgressMark {
  /** A row was added (no `before`), removed (no `after`) or changed. @param sums those after it. */
  look(before: UploadFile | undefined, after: UploadFile | undefined, sums: MarkSums): void;
  progress(): number | undefined;
}

/** Nothing is open at first. @param sentOf bytes of a row that are through, in its present attempt. */
export function createProgressMark(sentOf: (state: FileState, size: number) => number): ProgressMark {
  /** The furthest that each row has come, of the rows that can still finish or have finished. */
  const furthest = new Map<FileId, number>();
  let reached = 0;
  let mark = 0;
  let markedBytes = 0;
  let open = false;

  const settle = (id: FileId, bytes: number | undefined) => {
    reached += (bytes ?? 0) - (furthest.get(id) ?? 0);
    if (bytes === undefined) furthest.delete(id);
    else furthest.set(id, bytes);
  };

  return {
    look(before, after, { bytesTotal, ...sums }) {
      if (!after) settle(before?.id ?? "", undefined);
      else if (after.state.stage === "failed" || after.state.stage === "cancelled") settle(after.id, undefined);
      else settle(after.id, Math.max(furthest.get(after.id) ?? 0, sentOf(after.state, after.size)));

      open = sums.open > 0;
      if (!open) mark = markedBytes = 0;
      if (!open || bytesTotal === 0) return;
      if (bytesTotal > markedBytes) mark *= markedBytes / bytesTotal;
      markedBytes = bytesTotal;
      // One byte is kept back: a full bar must not stand over an open file.
      mark = Math.max(mark, Math.min(reached, bytesTotal - 1) / bytesTotal);
    },
    progress: () => (open ? mark : undefined),
  };
}
