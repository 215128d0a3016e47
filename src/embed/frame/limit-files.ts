import type { EmbedConfig } from "../../contract/embed-messages.ts";
import type { Candidate } from "../../engine/ports.ts";
import type { UploadEngine } from "../../engine/types.ts";

/**
 * The same engine, with the host's limit on the number of files. What is over it becomes a failed row that says so.
 * Where one picture is wanted, a new one takes the place of the one before.
 */
export function limitFiles(engine: UploadEngine, config: () => EmbedConfig): UploadEngine {
  return {
    ...engine,
    add(candidates) {
      const limit = fileLimit(config());
      if (limit === 1) for (const id of engine.getSnapshot().ids) engine.remove(id);
      const room = limit - countTaken(engine);
      return engine.add(candidates.map((candidate, index) => (index < room ? candidate : leftOut(candidate))));
    },
  };
}

/** How many files a host wants at most. */
export function fileLimit({ multiple, maxFiles }: EmbedConfig): number {
  return multiple === false ? 1 : (maxFiles ?? Number.POSITIVE_INFINITY);
}

function countTaken({ getSnapshot }: UploadEngine): number {
  const { open, done } = getSnapshot().totals;
  return open + done;
}

function leftOut({ name, folder }: Candidate): Candidate {
  return { kind: "unreadable", name, folder, code: "too_many_files" };
}
