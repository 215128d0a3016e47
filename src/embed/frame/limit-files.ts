import type { EmbedConfig } from "../../contract/embed-messages.ts";
import type { Candidate } from "../../engine/ports.ts";
import { isRetryable } from "../../engine/retry.ts";
import type { FileId, Stage, UploadFile } from "../../engine/state.ts";
import type { UploadEngine } from "../../engine/types.ts";

/** An engine for which it matters what comes together. */
export interface LimitedEngine extends UploadEngine {
  /** Adds what belongs to the same drop, paste or choice as what was added before. */
  readonly addMore: UploadEngine["add"];
}

/**
 * The same engine, with the host's limit on the number of files. What is over it becomes a failed row that says so, also
 * where it is tried again after others have taken its place. Where one picture is wanted, a new one takes the place of
 * the one before.
 */
export function limitFiles(engine: UploadEngine, config: () => EmbedConfig): LimitedEngine {
  const room = () => (fileLimit(config()) ?? Number.POSITIVE_INFINITY) - countTaken(engine);
  const retry = (id: FileId) => {
    const file = engine.getFile(id);
    if (file === undefined || room() > 0) return engine.retry(id);
    if (!isRetryable(file)) return;
    engine.remove(id);
    engine.add([leftOut(file)]);
  };
  const retryAll = (wanted: Stage) => {
    for (const id of engine.getSnapshot().ids) {
      if (engine.getFile(id)?.state.stage === wanted) retry(id);
    }
  };
  const addMore: UploadEngine["add"] = (candidates) => {
    let free = room();
    // What cannot be read takes nobody's place, and says so itself.
    const fits = ({ kind }: Candidate) => kind === "unreadable" || free-- > 0;
    return engine.add(candidates.map((candidate) => (fits(candidate) ? candidate : leftOut(candidate))));
  };
  return {
    ...engine,
    add(candidates) {
      if (config().multiple === false) for (const id of engine.getSnapshot().ids) engine.remove(id);
      return addMore(candidates);
    },
    // A drop is handed over in parts: its second picture is one too many, and no wish to replace its first.
    addMore,
    retry,
    retryFailed: () => retryAll("failed"),
    retryCancelled: () => retryAll("cancelled"),
  };
}

/** How many files a host wants at most; undefined where it does not count them. */
export function fileLimit({ multiple, maxFiles }: EmbedConfig): number | undefined {
  return multiple === false ? 1 : maxFiles;
}

function countTaken({ getSnapshot }: UploadEngine): number {
  const { open, done } = getSnapshot().totals;
  return open + done;
}

function leftOut({ name, folder }: Pick<UploadFile, "name" | "folder">): Candidate {
  return { kind: "unreadable", name, folder, code: "too_many_files" };
}
