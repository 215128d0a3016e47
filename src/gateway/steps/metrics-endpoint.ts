import { refuse } from "../http/answer.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { metricsRefused } from "../http/refusals.ts";
import { route } from "../http/route.ts";
import type { FindClient } from "../limits/client-address.ts";
import type { Metrics } from "../metrics/metrics.ts";

/** Where Prometheus asks. */
export const METRICS_PATH = "/metrics";

/** `GET /metrics` in Prometheus's text form, for clients on this machine and for who has the access token. */
export function metricsEndpoint(
  metrics: Metrics,
  findClient: FindClient,
  hasToken: (exchange: Exchange) => boolean,
): Step {
  return route(METRICS_PATH, {
    async GET(exchange) {
      if (!findClient(exchange.req).local && !hasToken(exchange)) return refuse(exchange, metricsRefused());
      const text = await metrics.registry.metrics();
      exchange.res.writeHead(200, {
        "content-type": metrics.registry.contentType,
        "content-length": Buffer.byteLength(text),
        "cache-control": "no-store",
      });
      exchange.res.end(text);
    },
  });
}
