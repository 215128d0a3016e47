import { isRetryable } from "../../../src/engine/retry.ts";
import type { FileState, Totals, UploadFile } from "../../../src/engine/state.ts";

/** The sums as somebody would write them who need not be fast. */
export function sumsOf(rows: readonly UploadFile[]): Omit<Totals, "progress" | "speed" | "secondsLeft"> {
  const at = (...stages: FileState["stage"][]) => rows.filter(({ state }) => stages.includes(state.stage));
  const bytes = (some: readonly UploadFile[]) => some.reduce((sum, { size }) => sum + size, 0);
  const ended = at("done", "failed", "cancelled");
  const bytesTotal = bytes(rows) - bytes(at("failed", "cancelled"));
  const onTheWay = rows.reduce((sum, { state }) => sum + (state.stage === "uploading" ? state.loaded : 0), 0);
  const sent = bytes(at("verifying", "done")) + onTheWay;
  const open = rows.length - ended.length;
  return {
    files: rows.length,
    done: at("done").length,
    failed: at("failed").length,
    retryable: at("failed").filter(isRetryable).length,
    missing: at("failed").filter(({ state }) => "failure" in state && state.failure.code === "choose_again").length,
    cancelled: at("cancelled").length,
    unbidden: at("paused").filter(({ state }) => "unbidden" in state && state.unbidden === true).length,
    open,
    bytesTotal,
    bytesSent: open > 0 ? Math.max(0, Math.min(sent, bytesTotal - 1)) : sent,
  };
}
