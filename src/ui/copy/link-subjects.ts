import type { FileId, UploadFile } from "../../engine/state.ts";
import type { UploadEngine } from "../../engine/types.ts";
import type { LinkSubject } from "../../links/link-subject.ts";

/** What a link's text can tell of a finished file; undefined for one that is not finished. */
export function linkSubject(file: UploadFile | undefined): LinkSubject | undefined {
  if (file?.state.stage !== "done") return undefined;
  const { result, link } = file.state;
  const { url, size, md5, sha1 } = result;
  const pixels =
    link.kind === "confirmed" && link.width !== undefined && link.height !== undefined
      ? { width: link.width, height: link.height }
      : {};
  return { url, name: file.name, size, md5, sha1, ...pixels };
}

/**
 * Every finished file in the order chosen, not in the order finished.
 * @param wanted leaves out the others; all are wanted unless it is given.
 */
export function finishedSubjects(
  engine: Pick<UploadEngine, "getSnapshot" | "getFile">,
  wanted: (id: FileId) => boolean = () => true,
): LinkSubject[] {
  const ids = engine.getSnapshot().ids.filter(wanted);
  return ids.flatMap((id) => linkSubject(engine.getFile(id)) ?? []);
}
