import { refuse } from "../http/answer.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { metricsRefused } from "../http/refusals.ts";
import { route } from "../http/route.ts";
import type { FindClient } from "../limits/client-address.ts";
import type { Metrics } from "../metrics/metrics.ts";

/** Where Prometheus asks. */
export const METRICS_PATH = "/metrics";

/**
 * `GET /metrics` in Prometheus's text form, for clients on this machine and for who has the access token.
 * @param publicHosts values of the Host header under which the page is known outside: who uses one has come from there,
 *   also where a proxy on this machine does not say so.
 */
export function metricsEndpoint(
  metrics: Metrics,
  findClient: FindClient,
  publicHosts: Pick<ReadonlyMap<string, string>, "has">,
  hasToken: (exchange: Exchange) => boolean,
): Step {
  return route(METRICS_PATH, {
    async GET(exchange) {
      const isOutside = publicHosts.has((exchange.req.headers.host ?? "").toLowerCase());
      const isLocal = findClient(exchange.req).local && !isOutside;
      if (!isLocal && !hasToken(exchange)) return refuse(exchange, metricsRefused());
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
