import type { Connectivity, Verifier } from "../engine/ports.ts";
import type { UploadEngine } from "../engine/types.ts";
import { createHistory, type HistoryStore } from "./history.ts";
import { startHistoryRecorder } from "./history-recorder.ts";

interface HistoryPorts {
  readonly engine: UploadEngine;
  readonly verifier: Verifier;
  readonly connectivity: Connectivity;
  makeThumbnail(signal: AbortSignal, blob: Blob): Promise<Blob | undefined>;
}

/** The history, with every upload of this page being recorded. Fetched apart, so that the first paint waits for less. */
export function startHistory({ engine, verifier, connectivity, makeThumbnail }: HistoryPorts): HistoryStore {
  const history = createHistory({ verifier, connectivity });
  startHistoryRecorder({ engine, history, makeThumbnail });
  return history;
}
