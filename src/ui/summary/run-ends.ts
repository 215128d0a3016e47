import type { FileId } from "../../engine/state.ts";
import { type EndedState, endOf, isEnded } from "../../engine/transition.ts";
import type { UploadEngine } from "../../engine/types.ts";

/** How many files came to which end. */
export interface RunEnds {
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** Every file that has come to an end, with that end. */
export type Ends = ReadonlyMap<FileId, EndedState>;

/** The ends that the list has now. */
export function endsOf({ getSnapshot, getFile }: Pick<UploadEngine, "getSnapshot" | "getFile">): Ends {
  const ends = new Map<FileId, EndedState>();
  for (const id of getSnapshot().ids) {
    const state = getFile(id)?.state;
    if (state && isEnded(state)) ends.set(id, state);
  }
  return ends;
}

/** Whether any file of the list was ever open: what cannot be read, or is empty, is refused as it comes in. */
export function hasRun({ getSnapshot, getFile }: Pick<UploadEngine, "getSnapshot" | "getFile">): boolean {
  return getSnapshot().ids.some((id) => {
    const file = getFile(id);
    return file?.blob !== undefined && file.size > 0;
  });
}

/** What has ended since: new files, and those that were tried again. */
export function countNewEnds(ends: Ends, before: Ends): RunEnds {
  const counts = { done: 0, failed: 0, cancelled: 0 };
  for (const [id, end] of ends) {
    const earlier = before.get(id);
    if (earlier === undefined || endOf(earlier) !== endOf(end)) counts[end.stage] += 1;
  }
  return counts;
}
