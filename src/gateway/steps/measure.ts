import { CONFIG_PATH } from "../../contract/config.ts";
import { RELAY_PREFIX, SIGN_PATH } from "../../contract/sign.ts";
import type { Step } from "../http/exchange.ts";
import { whenClosed } from "../http/when-closed.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { HEALTH_PATH } from "./healthz.ts";
import { METRICS_PATH } from "./metrics-endpoint.ts";

const ENDPOINTS: Readonly<Record<string, string>> = {
  [SIGN_PATH]: "sign",
  [CONFIG_PATH]: "config",
  [HEALTH_PATH]: "health",
  [METRICS_PATH]: "metrics",
};

/** Counts every answer, under a few names only: a label per path would let strangers fill the memory. */
export function measure(metrics: Metrics): Step {
  return function measureStep(exchange, next) {
    const started = performance.now();
    const endpoint = endpointOf(exchange.path);
    whenClosed(exchange, () => {
      const { refused, res } = exchange;
      const status = res.writableFinished ? String(res.statusCode) : "aborted";
      metrics.answered(endpoint, status, refused ?? "", (performance.now() - started) / 1000);
    });
    return next();
  };
}

function endpointOf(path: string): string {
  if (path.startsWith(RELAY_PREFIX)) return "upload";
  return (Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined) ?? "page";
}
