import type { ConnectionWatch } from "../http/connection-limits.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Log } from "./log.ts";
import { sparingly } from "./sparingly.ts";

/** While connections are being dropped, one line in so many ms: who opens them by the thousand shall not fill the log. */
const DROP_LINE_MS = 10_000;

/** Logs and counts what never becomes a request: refusals of the parser, and connections beyond the limit. */
export function connectionLog(log: Log, metrics: Metrics): ConnectionWatch {
  return {
    refused({ id, refusal: { status, reason }, code, silent }) {
      metrics.refusedConnections.inc({ status: silent ? "aborted" : String(status) });
      // Nobody was given an id or a status where nothing was said.
      const said = silent ? { aborted: true } : { requestId: id, status };
      log.info({ ...said, reason, code }, "unreadable request");
    },
    dropped: dropLog(log, metrics, "too many connections"),
  };
}

/** Logs and counts connections beyond a limit; to be called for each. @param problem begins the line. */
export function dropLog(log: Log, metrics: Metrics, problem: string): () => void {
  const say = sparingly(DROP_LINE_MS, (connections) =>
    log.warn({ connections }, `${problem}: dropped since the last such line`),
  );
  return function onDropped() {
    metrics.droppedConnections.inc();
    say();
  };
}
