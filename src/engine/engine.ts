import { createDriver } from "./driver.ts";
import { createMemory } from "./memory.ts";
import { createMissing } from "./missing.ts";
import { DEFAULT_OPTIONS, type EngineOptions } from "./options.ts";
import type { Candidate, EnginePorts, JournalRow, KnownContent } from "./ports.ts";
import type { FileId, FileState, UploadFile } from "./state.ts";
import { createRowStore, type Hold } from "./store.ts";
import type { FileEvent } from "./transition.ts";
import type { UploadEngine } from "./types.ts";

/** An upload queue over these ports. Its methods need no `this`. */
export function createEngine(ports: EnginePorts, options: Partial<EngineOptions> = {}): UploadEngine {
  const store = createRowStore(ports.clock);
  const memory = createMemory(ports.journal);
  const missing = createMissing();
  const driver = createDriver(ports, { ...DEFAULT_OPTIONS, ...options }, store, memory);
  const session = ports.journal?.session ?? "file";
  let lastId = 0;
  let disposed = false;

  const idsIn = (wanted: (state: FileState) => boolean) =>
    store.ids().filter((id) => {
      const row = store.get(id);
      return row !== undefined && wanted(row.state);
    });

  /** One batch: the places are given away once, at the end of it. */
  const batch = (ids: readonly FileId[], act: (id: FileId) => void) => {
    if (disposed) return;
    for (const id of ids) act(id);
    driver.pump();
  };
  const command = (ids: readonly FileId[], event: FileEvent) => batch(ids, (id) => driver.command(id, event));

  const append = (candidate: Candidate): FileId => {
    const taken = candidate.kind === "file" ? missing.take(candidate) : undefined;
    if (!taken) lastId += 1;
    const row = rowFor(taken?.id ?? `${session}-${lastId}`, candidate);
    put(row, taken?.known);
    if (candidate.kind === "file" && candidate.unbidden) driver.command(row.id, { type: "pause", unbidden: true });
    return row.id;
  };

  const put = (row: UploadFile, known?: KnownContent) => {
    store.put(row);
    memory.look(row, known);
    if (row.blob && row.state.stage === "queued") driver.start(row.id, row.blob, known);
  };

  const bringBack = (row: JournalRow) => {
    if (store.get(row.id)) return;
    memory.remembered(row);
    if (!row.blob) missing.put(row);
    put(restoredRow(row), row.known);
    if (row.paused) driver.command(row.id, { type: "pause", unbidden: row.unbidden });
  };

  /** While everything is held, what joins the queue is held as well. */
  const holdIfPaused = (id: FileId) => {
    if (store.holding()) driver.command(id, { type: "pause" });
  };

  const hold = (hold: Hold) => {
    if (disposed) return;
    command(store.ids(), { type: "pause" });
    store.setHold(hold);
  };

  const retry = (ids: readonly FileId[]) =>
    batch(ids, (id) => {
      driver.command(id, { type: "retry" });
      holdIfPaused(id);
    });

  const remove = (ids: readonly FileId[]) =>
    batch(ids, (id) => {
      driver.forget(id);
      memory.forget(id);
      missing.forget(id);
      store.remove(id);
    });

  return {
    add(candidates) {
      if (disposed) return [];
      const ids = candidates.map(append);
      batch(ids, holdIfPaused);
      return ids;
    },
    restore(rows) {
      if (disposed) return;
      rows.forEach(bringBack);
      batch(
        rows.map(({ id }) => id),
        holdIfPaused,
      );
    },
    cancel: (id) => command([id], { type: "cancel" }),
    cancelAll: () => command(store.ids(), { type: "cancel" }),
    retry: (id) => retry([id]),
    retryFailed: () => retry(idsIn(({ stage }) => stage === "failed")),
    retryCancelled: () => retry(idsIn(({ stage }) => stage === "cancelled")),
    pause: (id) => command([id], { type: "pause" }),
    resume: (id) => command([id], { type: "resume" }),
    pauseAll: () => hold("rows"),
    holdAll: () => hold("all"),
    resumeAll() {
      if (disposed) return;
      store.setHold(undefined);
      command(store.ids(), { type: "resume" });
    },
    remove: (id) => remove([id]),
    removeDone: () => remove(idsIn(({ stage }) => stage === "done")),
    removeUnsuccessful: () => remove(idsIn(({ stage }) => stage === "failed" || stage === "cancelled")),
    recheck: (id) => command([id], { type: "recheck" }),

    getSnapshot: store.snapshot,
    subscribe: store.subscribe,
    getFile: store.get,
    subscribeFile: store.subscribeRow,

    dispose() {
      if (disposed) return;
      disposed = true;
      driver.dispose();
      store.dispose();
    },
  };
}

/** An empty file is known at once; every other rule needs the policy. */
function rowFor(id: FileId, candidate: Candidate): UploadFile {
  const { name, folder } = candidate;
  if (candidate.kind === "unreadable") {
    const state: FileState = { stage: "failed", failure: { code: candidate.code }, digests: undefined };
    return { id, name, folder, size: 0, lastModified: 0, blob: undefined, state };
  }
  const { blob, lastModified, still } = candidate;
  const state: FileState =
    blob.size === 0 ? { stage: "failed", failure: { code: "empty_file" }, digests: undefined } : { stage: "queued" };
  return { id, name, folder, size: blob.size, lastModified, blob, still, state };
}

function restoredRow({ id, name, folder, size, lastModified, still, blob, known }: JournalRow): UploadFile {
  const state: FileState = blob
    ? { stage: "queued" }
    : { stage: "failed", failure: { code: "choose_again" }, digests: known?.digests };
  return { id, name, folder, size, lastModified, still, blob, state };
}
