import type { PublicConfig } from "../contract/config.ts";
import { isLoopbackName } from "../contract/origins.ts";
import { hostsOf } from "./addresses.ts";
import type { Backend } from "./backend/backend.ts";
import type { GatewayConfig } from "./config/config.ts";
import { contentSecurityPolicy, type PolicySources } from "./content-security-policy.ts";
import { createEmbedPasses } from "./embed-pass.ts";
import { createBearerChecks } from "./http/bearer.ts";
import type { Step } from "./http/exchange.ts";
import { hostnameOf } from "./http/loopback.ts";
import { clientFinder } from "./limits/client-address.ts";
import type { Log } from "./log/log.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { accessLog } from "./steps/access-log.ts";
import { accessToken } from "./steps/access-token.ts";
import { apiCors } from "./steps/api-cors.ts";
import { apiNotFound } from "./steps/api-not-found.ts";
import { embedPage } from "./steps/embed-page.ts";
import { HEALTH_PATH, healthz } from "./steps/healthz.ts";
import { hostCheck } from "./steps/host-check.ts";
import { measure } from "./steps/measure.ts";
import { METRICS_PATH, metricsEndpoint } from "./steps/metrics-endpoint.ts";
import { pageMethods } from "./steps/page-methods.ts";
import { publicConfig } from "./steps/public-config.ts";
import { rateLimit } from "./steps/rate-limit.ts";
import { requestId } from "./steps/request-id.ts";
import { securityHeaders } from "./steps/security-headers.ts";
import { shareWithoutWorker } from "./steps/share-without-worker.ts";
import { sign } from "./steps/sign.ts";
import { upload } from "./steps/upload.ts";

/** What the steps of one gateway share. */
export interface StepsOptions {
  readonly config: GatewayConfig;
  /** Every origin that is the page itself. */
  readonly ownOrigins: readonly string[];
  readonly backend: Backend;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Of Vite's dev server alone: what its inline scripts and styles carry. */
  readonly devNonce?: string;
  /** Reads the built page for frames. */
  readonly embedHtml?: () => string | undefined;
  /** What temporary access tokens are judged by, in ms since the epoch; the clock where absent. */
  readonly now?: () => number;
}

/** What happens to a request, in this order. What falls out at the end is for the page's files. */
export function gatewaySteps(options: StepsOptions): Step[] {
  const { config, ownOrigins, backend, log, metrics, devNonce, embedHtml, now } = options;
  const { corsOrigins, embedOrigins, policy, dailyBytes } = config;
  const { uploadOrigins, relay } = backend;
  const dev = devNonce === undefined ? undefined : { nonce: devNonce, socketOrigins: socketOrigins(ownOrigins) };
  const visible: PublicConfig = {
    mode: config.mode.kind,
    policy,
    tokenRequired: config.accessToken !== undefined,
    uploadOrigins: [...uploadOrigins],
    embedOrigins: [...embedOrigins],
  };
  const hosts = hostsOf(ownOrigins);
  const publicHosts = hostsOf(ownOrigins.filter((origin) => !isLoopbackName(hostnameOf(origin))));
  const findClient = clientFinder(config.trustedProxies);
  const passes = embedOrigins.length === 0 ? undefined : createEmbedPasses(config.ticketSecret, findClient);
  const csp = (frame?: PolicySources["frame"]) =>
    contentSecurityPolicy({ uploadOrigins, embedOrigins, frame, ...(dev && { dev }) });
  const bearer = config.accessToken === undefined ? undefined : createBearerChecks(config.accessToken, now);
  const onSigned = (bytes: number) => metrics.signedBytes.inc(bytes);
  return [
    requestId(),
    accessLog(log),
    measure(metrics),
    securityHeaders({ page: csp(), frame: (host) => csp({ ownOrigin: nameable(hosts.get(host)) }) }),
    hostCheck(hosts, [HEALTH_PATH, METRICS_PATH], [HEALTH_PATH]),
    healthz(backend),
    metricsEndpoint(metrics, findClient, publicHosts, bearer?.isOperator ?? (() => false)),
    apiCors({ ownOrigins, corsOrigins, passes }),
    publicConfig(visible),
    rateLimit(config.rateLimit, findClient),
    accessToken(bearer?.judge),
    sign({ backend, policy, dailyBytes, originOfHost: hosts, onSigned }),
    upload(relay, {
      started: () => metrics.relaysUnderWay.inc(),
      bytes: (count) => metrics.relayBytes.inc(count),
      ended: () => metrics.relaysUnderWay.dec(),
    }),
    apiNotFound(),
    shareWithoutWorker(),
    embedPage(embedHtml, passes),
    pageMethods(),
  ];
}

/** An origin that CSP can name: it has no way to write an IPv6 address. */
function nameable(origin: string | undefined): string | undefined {
  return origin?.includes("[") ? undefined : origin;
}

/** Where Vite's reload socket is. */
function socketOrigins(origins: readonly string[]): string[] {
  return origins.flatMap((origin) => nameable(origin)?.replace(/^http/, "ws") ?? []);
}
