import type { StoreEvent } from "../../store/server.ts";
import type { Log } from "./log.ts";

/**
 * Writes the store's events into the gateway's log: writes as information, reads for debugging only.
 * @param onDropped hears of each connection beyond the store's limit.
 */
export function storeLog(log: Log, onDropped: () => void): (event: StoreEvent) => void {
  return (event) => {
    switch (event.type) {
      case "request": {
        const { method, path, status, code, durationMs } = event;
        const level = method === "PUT" || status >= 500 ? "info" : "debug";
        const fields = { requestId: event.id, method, path, status, ...(code && { reason: code }) };
        return log[level]({ ...fields, ms: Math.round(durationMs) }, "store request");
      }
      case "failure":
        return log.error({ requestId: event.id, err: event.error }, "store failed");
      case "dropped":
        return onDropped();
      case "swept":
        return log.info({ files: event.files }, "removed what unfinished uploads had left");
    }
  };
}
