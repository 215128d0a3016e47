import type { IntakeSum } from "../../engine/ports.ts";
import type { FileId } from "../../engine/state.ts";
import type { UploadEngine } from "../../engine/types.ts";

/** What came of one drop, paste or choice. */
export interface Outcome extends IntakeSum {
  /** Not taken, since there are too many. */
  readonly leftOut?: number;
  /** How many would have been taken; present where that is why some are left out. */
  readonly limit?: number | undefined;
}

/** How many of these rows, just added, are not taken because there are too many. */
export function countLeftOut({ getFile }: Pick<UploadEngine, "getFile">, ids: readonly FileId[]): number {
  return ids.filter((id) => {
    const state = getFile(id)?.state;
    return state?.stage === "failed" && state.failure.code === "too_many_files";
  }).length;
}

/** The same, where so many of the files that were handed on are not taken. */
export function withoutLeftOut(sum: Outcome, count: number): Outcome {
  return { ...sum, files: sum.files - count, leftOut: (sum.leftOut ?? 0) + count };
}
