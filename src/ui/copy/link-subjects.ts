import { finishedFile } from "../../engine/finished.ts";
import type { FileId } from "../../engine/state.ts";
import type { UploadEngine } from "../../engine/types.ts";
import type { LinkSubject } from "../../links/link-subject.ts";

/**
 * Every finished file in the order chosen, not in the order finished.
 * @param wanted leaves out the others; all are wanted unless it is given.
 */
export function finishedSubjects(
  engine: Pick<UploadEngine, "getSnapshot" | "getFile">,
  wanted: (id: FileId) => boolean = () => true,
): LinkSubject[] {
  const ids = engine.getSnapshot().ids.filter(wanted);
  return ids.flatMap((id) => {
    const file = engine.getFile(id);
    return (file && finishedFile(file)) ?? [];
  });
}
