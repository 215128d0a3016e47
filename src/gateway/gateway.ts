import { OPAQUE_ORIGIN } from "../contract/origins.ts";
import { pageOrigins } from "./addresses.ts";
import { startBackend } from "./backend/start-backend.ts";
import type { GatewayConfig } from "./config/config.ts";
import { gatewaySteps } from "./gateway-steps.ts";
import type { Handler } from "./http/exchange.ts";
import { createHandler } from "./http/handler.ts";
import type { Log } from "./log/log.ts";
import type { Metrics } from "./metrics/metrics.ts";
import type { Resolve } from "./outgoing/guarded-lookup.ts";

/** The gateway, running; the shells around it (Vite's dev server and preview, production) only listen and serve files. */
export interface Gateway {
  readonly handler: Handler;
  /** The embedded store's port, where there is one. */
  readonly storePort: number | undefined;
  /** Stops what stands behind the handler; the shell has stopped listening before. */
  close(): Promise<void>;
}

/** What a shell starts the gateway with. */
export interface GatewayOptions {
  readonly config: GatewayConfig;
  /** What the shell listens on, never 0. */
  readonly pagePort: number;
  readonly log: Log;
  /** What is counted, also by the shell; one for each gateway. */
  readonly metrics: Metrics;
  /** Set by Vite's dev server alone: the nonce that its inline scripts and styles carry. */
  readonly devNonce?: string;
  /** Reads the built page for frames, where the gateway is to serve it. */
  readonly embedHtml?: () => string | undefined;
  /** For tests: how the relay finds the addresses of a host. */
  readonly resolve?: Resolve;
  /** For tests: what temporary access tokens are judged by, in ms since the epoch. */
  readonly now?: () => number;
}

/** Starts what stands behind the handler, and the handler. @throws Advice when the store cannot start. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, pagePort, log, metrics, devNonce, embedHtml, resolve, now } = options;
  const ownOrigins = pageOrigins(config, pagePort);
  // Frames in a sandbox have no origin; who may frame the page at all is the list's to say.
  const sandboxed = config.embedOrigins.length > 0 ? [OPAQUE_ORIGIN] : [];
  const origins = [...ownOrigins, ...config.corsOrigins, ...sandboxed];
  const backend = await startBackend({ config, origins, log, metrics, ...(resolve !== undefined && { resolve }) });
  const dev = devNonce === undefined ? {} : { devNonce };
  const embed = embedHtml === undefined ? {} : { embedHtml };
  const steps = gatewaySteps({
    config,
    ownOrigins,
    backend,
    log,
    metrics,
    ...dev,
    ...embed,
    ...(now !== undefined && { now }),
  });
  return { handler: createHandler(steps, log), storePort: backend.storePort, close: () => backend.close() };
}

/**
 * A handler for a server that listens before its gateway runs: requests wait until `settle` has got the gateway, and
 * fail with it when it cannot start.
 */
export function deferHandler(): { handler: Handler; settle(starting: Promise<Gateway>): Promise<Gateway> } {
  let resolve: (gateway: Promise<Gateway>) => void;
  const ready = new Promise<Gateway>((take) => {
    resolve = take;
  });
  // Whoever settles it hears of a failure; that no request was waiting then is not a second failure.
  ready.catch(() => undefined);
  let running: Gateway | undefined;
  return {
    handler(req, res, next) {
      if (running !== undefined) running.handler(req, res, next);
      else void ready.then((gateway) => gateway.handler(req, res, next), next);
    },
    settle(starting) {
      resolve(starting);
      starting.then(
        (gateway) => {
          running = gateway;
        },
        () => undefined,
      );
      return starting;
    },
  };
}
