import { type HistoryEntry, type HistoryId, historyId } from "../contract/history.ts";
import { bothSides, finishedFile } from "../engine/finished.ts";
import type { FileId, LinkState, UploadFile } from "../engine/state.ts";
import type { UploadEngine } from "../engine/types.ts";
import type { HistoryStore } from "./history.ts";

/** How long a preview waits for an idle moment at most, in ms. */
const IDLE_LIMIT_MS = 2000;
/** Between two previews while anything is still to be uploaded, in ms: decoding takes a core, and so does hashing. */
const PREVIEW_PAUSE_MS = 500;

interface RecorderPorts {
  readonly engine: Pick<UploadEngine, "getSnapshot" | "getFile" | "subscribe" | "subscribeFile">;
  readonly history: Pick<HistoryStore, "record" | "update" | "keepThumbnail">;
  makeThumbnail(signal: AbortSignal, blob: Blob): Promise<Blob | undefined>;
}

/**
 * Writes every file to the history once it is done, and again when more is known of its link. It only looks on: no
 * upload waits for it, and a history that cannot be written costs nobody anything (it tells of that by itself).
 * @returns the way to stop.
 */
export function startHistoryRecorder({ engine, history, makeThumbnail }: RecorderPorts): () => void {
  const stopping = new AbortController();
  const recorded = new Set<FileId>();
  /** Files whose link may still turn out to be something else. */
  const watched = new Map<FileId, () => void>();
  // One picture is decoded at a time, while nothing else is to do: previews can wait, uploads and rows in view cannot.
  let previews: Promise<unknown> = Promise.resolve();

  const keepPreview = (id: HistoryId, blob: Blob) => {
    previews = previews.then(async () => {
      if (engine.getSnapshot().totals.open > 0) await pause(PREVIEW_PAUSE_MS);
      await idle();
      const small = await makeThumbnail(stopping.signal, blob);
      if (small) await history.keepThumbnail(id, small);
    });
    previews = previews.catch(() => undefined);
  };

  const watch = (file: UploadFile, entry: HistoryEntry) => {
    let known = linkFacts(file);
    const look = () => {
      const now = engine.getFile(file.id);
      const facts = now && linkFacts(now);
      if (!facts) return unwatch(file.id);
      if (facts.link !== known?.link) {
        known = facts;
        history.update(new Map([[historyId(entry), facts]])).catch(() => undefined);
      }
      if (facts.link === "confirmed") unwatch(file.id);
    };
    watched.set(file.id, engine.subscribeFile(file.id, look));
  };
  const unwatch = (id: FileId) => {
    watched.get(id)?.();
    watched.delete(id);
  };

  const record = (files: readonly UploadFile[]) => {
    const now = Date.now();
    const entries = files.flatMap((file, index) => {
      // A millisecond apart, so that files that finish together keep the order in which they were chosen.
      const entry = historyEntry(file, now + index);
      if (!entry) return [];
      recorded.add(file.id);
      if (entry.link !== "confirmed") watch(file, entry);
      return [{ entry, blob: file.blob }];
    });
    history.record(entries.map(({ entry }) => entry)).then(
      () => {
        for (const { entry, blob } of entries) if (blob) keepPreview(historyId(entry), blob);
      },
      () => undefined,
    );
  };

  const look = () => {
    const fresh = engine.getSnapshot().ids.flatMap((id) => {
      const file = recorded.has(id) ? undefined : engine.getFile(id);
      return file?.state.stage === "done" ? [file] : [];
    });
    if (fresh.length > 0) record(fresh);
  };

  const unsubscribe = engine.subscribe(look);
  // What was done since the last frame; in a hidden tab that may be a minute ago.
  window.addEventListener("pagehide", look, { signal: stopping.signal });
  look();
  return () => {
    stopping.abort();
    unsubscribe();
    for (const id of [...watched.keys()]) unwatch(id);
  };
}

function historyEntry(file: UploadFile, addedAt: number): HistoryEntry | undefined {
  const [finished, facts] = [finishedFile(file), linkFacts(file)];
  return finished && facts && { ...finished, addedAt, ...facts };
}

type LinkFacts = Pick<HistoryEntry, "link" | "width" | "height">;

/** What a finished file's row knows of its link; undefined for a file that is not finished. */
function linkFacts({ state }: UploadFile): LinkFacts | undefined {
  return state.stage === "done" ? factsOf(state.link) : undefined;
}

function factsOf(link: LinkState): LinkFacts {
  return link.kind === "confirmed" ? { link: "confirmed", ...bothSides(link) } : { link: "unconfirmed" };
}

function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}

/** Safari has no idle callbacks; there a turn of the event loop must do. */
function idle(): Promise<void> {
  return new Promise((resume) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resume(), { timeout: IDLE_LIMIT_MS });
    else setTimeout(resume);
  });
}
