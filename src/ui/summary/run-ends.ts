import type { FileId, FileState } from "../../engine/state.ts";
import type { UploadEngine } from "../../engine/types.ts";

/** How many files came to which end. */
export interface RunEnds {
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
}

type End = Extract<FileState, { stage: keyof RunEnds }>;

/** Every file that has come to an end, with that end. */
export type Ends = ReadonlyMap<FileId, End>;

export function endsOf({ getSnapshot, getFile }: Pick<UploadEngine, "getSnapshot" | "getFile">): Ends {
  const ends = new Map<FileId, End>();
  for (const id of getSnapshot().ids) {
    const state = getFile(id)?.state;
    if (state?.stage === "done" || state?.stage === "failed" || state?.stage === "cancelled") ends.set(id, state);
  }
  return ends;
}

/** What has ended since: new files, and those that were tried again. */
export function countNewEnds(ends: Ends, before: Ends): RunEnds {
  const counts = { done: 0, failed: 0, cancelled: 0 };
  for (const [id, end] of ends) {
    const earlier = before.get(id);
    if (earlier === undefined || ofEnd(earlier) !== ofEnd(end)) counts[end.stage] += 1;
  }
  return counts;
}

/** What stays the same object for as long as a file is not taken up again; looking at its link again is no new end. */
function ofEnd(end: End): object {
  if (end.stage === "done") return end.result;
  return end.stage === "failed" ? end.failure : end;
}
