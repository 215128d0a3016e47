import type { EmbedResult } from "../../contract/embed-messages.ts";
import { PROGRESS_INTERVAL_MS } from "../../contract/embed-protocol.ts";
import type { Failure } from "../../contract/errors.ts";
import { fileFault } from "../../engine/file-faults.ts";
import { isRetryable } from "../../engine/retry.ts";
import type { FileId, UploadFile } from "../../engine/state.ts";
import { endOf, isEnded } from "../../engine/transition.ts";
import type { UploadEngine } from "../../engine/types.ts";
import type { HostLink } from "./host-link.ts";

/** What the reports are made of, and where they go. */
export interface ReportsOptions {
  readonly engine: UploadEngine;
  send: HostLink["send"];
  /** An id that no other load of the frame has. */
  wireId(id: FileId): string;
  toResult(file: UploadFile): EmbedResult | undefined;
  /** A failure, or that the person or the host has cancelled, in a sentence for people. */
  sentence(end: Failure | "cancelled"): string;
}

/** What the host was told of one row. */
interface Told {
  added: boolean;
  /** The end that was told; another one may come before anybody has seen the row move. */
  end: object | undefined;
  readonly stop: () => void;
}

/** Tells the host of every file. */
export interface Reports {
  /** From the beginning: whoever listens now knows nothing. */
  restart(): void;
  /** What the list has now, without waiting to be told of it. */
  catchUp(): void;
  stop(): void;
}

/** Tells nothing before `restart`, or before the list changes. */
export function createReports({ engine, send, wireId, toResult, sentence }: ReportsOptions): Reports {
  const rows = new Map<FileId, Told>();
  const moved = new Set<FileId>();
  let flushing: ReturnType<typeof setTimeout> | undefined;
  let unsettled = false;

  const flush = () => {
    clearTimeout(flushing);
    flushing = undefined;
    for (const id of moved) {
      const file = engine.getFile(id);
      // One that has ended meanwhile is told as such, once its row says so.
      if (file && !isEnded(file.state)) send("file:progress", progressOf(wireId(id), file));
    }
    moved.clear();
  };

  const addProgress = (id: FileId) => {
    unsettled = true;
    moved.add(id);
    flushing ??= setTimeout(flush, PROGRESS_INTERVAL_MS);
  };

  const introduce = (told: Told, file: UploadFile) => {
    if (told.added) return;
    told.added = true;
    unsettled = true;
    if (file.blob) send("file:added", factsOf(wireId(file.id), file));
  };

  const tellFailure = (file: UploadFile, failure: Failure) => {
    const { code, requestId } = failure;
    const message = sentence(failure);
    const id = wireId(file.id);
    // Without bytes it was never told as added.
    if (!file.blob || fileFault(code)?.isRejection)
      return send("file:rejected", { ...factsOf(id, file), code, message });
    const retryable = isRetryable(file);
    send("file:error", { id, code, message, retryable, ...(requestId !== undefined && { requestId }) });
  };

  const tellCancelled = (file: UploadFile) =>
    send("file:error", {
      id: wireId(file.id),
      code: "cancelled",
      message: sentence("cancelled"),
      retryable: isRetryable(file),
    });

  const tell = (id: FileId) => {
    const [told, file] = [rows.get(id), engine.getFile(id)];
    if (!told || !file) return;
    introduce(told, file);
    const { state } = file;
    if (!isEnded(state)) return addProgress(id);
    const end = endOf(state);
    if (told.end === end) return;
    told.end = end;
    unsettled = true;
    moved.delete(id);
    const result = toResult(file);
    if (result) send("file:done", result);
    else if (state.stage === "failed") tellFailure(file, state.failure);
    else tellCancelled(file);
    // Once all rows have told theirs: the list's sums, and so its listeners, may not have noticed.
    queueMicrotask(settle);
  };

  const settle = () => {
    const { ids, totals } = engine.getSnapshot();
    if (!unsettled || totals.open > 0) return;
    flush();
    unsettled = false;
    const files = ids.map((id) => engine.getFile(id)).filter((file) => file !== undefined);
    const results = files.map(toResult).filter((result) => result !== undefined);
    send("queue:idle", { done: totals.done, failed: totals.failed, results });
  };

  const onList = () => {
    const present = new Set(engine.getSnapshot().ids);
    for (const [id, { stop }] of rows) {
      if (present.has(id)) continue;
      stop();
      rows.delete(id);
      moved.delete(id);
      // The results are other ones now.
      unsettled = true;
      send("file:removed", { id: wireId(id) });
    }
    for (const id of present) {
      if (rows.has(id)) continue;
      rows.set(id, { added: false, end: undefined, stop: engine.subscribeFile(id, () => tell(id)) });
      tell(id);
    }
    settle();
  };

  const forget = () => {
    clearTimeout(flushing);
    flushing = undefined;
    for (const { stop } of rows.values()) stop();
    rows.clear();
    moved.clear();
    unsettled = false;
  };

  const unsubscribe = engine.subscribe(onList);
  return {
    restart() {
      forget();
      onList();
    },
    catchUp: onList,
    stop() {
      unsubscribe();
      forget();
    },
  };
}

function factsOf(id: string, { name, size, blob }: UploadFile) {
  return { id, name, size, type: blob?.type ?? "" };
}

function progressOf(id: string, { state, size }: UploadFile) {
  const loaded = "loaded" in state ? state.loaded : state.stage === "verifying" ? size : 0;
  return { id, stage: state.stage, loaded, total: size };
}
