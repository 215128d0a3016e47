import { existsSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { listenOrigin, pageUrl } from "./addresses.ts";
import { Advice } from "./advice.ts";
import { readEmbedPage } from "./built-embed-page.ts";
import type { GatewayConfig } from "./config/config.ts";
import { deferHandler, type Gateway, startGateway } from "./gateway.ts";
import {
  type ConnectionLimits,
  closeGracefully,
  createLimitedServer,
  DEFAULT_CONNECTION_LIMITS,
} from "./http/connection-limits.ts";
import { adviseOnListen, listen } from "./listen.ts";
import { connectionLog } from "./log/connection-log.ts";
import type { Log } from "./log/log.ts";
import { Metrics } from "./metrics/metrics.ts";
import type { Resolve } from "./outgoing/guarded-lookup.ts";
import { pageFiles } from "./page-files.ts";

/** What the production server is started with. */
export interface ServerOptions {
  readonly config: GatewayConfig;
  /** The built page. */
  readonly clientDir: string;
  readonly log: Log;
  /** `DEFAULT_CONNECTION_LIMITS` where absent. */
  readonly limits?: Partial<ConnectionLimits>;
  /** For tests: how the relay finds the addresses of a host. */
  readonly resolve?: Resolve;
  /** For tests: what temporary access tokens are judged by, in ms since the epoch. */
  readonly now?: () => number;
}

/** The gateway and the built page on one port. */
export interface RunningServer {
  /** For a person to open. */
  readonly url: string;
  readonly port: number;
  /** The embedded store, where there is one, as this machine reaches it. */
  readonly store: { readonly url: string; readonly port: number } | undefined;
  /** Stops listening and lets uploads under way finish, for STOP_TIMEOUT at most. */
  close(): Promise<void>;
}

/** Serves the page with the gateway before it. @throws Advice when the page is not built or a port cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, clientDir, log, limits, resolve, now } = options;
  if (!existsSync(join(clientDir, "index.html"))) {
    throw new Advice(`There is no built page in ${clientDir}: run "npm run build" first.`);
  }
  // Read for each request later: one that nobody can read is told at the start.
  readEmbedPage(clientDir);
  const files = pageFiles(clientDir);
  const { handler, settle } = deferHandler();
  const metrics = new Metrics();
  const server = createLimitedServer(
    (req, res) => handler(req, res, () => files(req, res, () => undefined)),
    { ...DEFAULT_CONNECTION_LIMITS, ...limits },
    connectionLog(log, metrics),
  );
  const { host, port: wantedPort } = config.listen;
  // The store has to know the page's real port, so the page listens first; what comes in meanwhile waits.
  const port = await listen(server, host, wantedPort).catch((error: unknown) => {
    throw adviseOnListen(error, "PORT", wantedPort);
  });
  const starting = startGateway({
    config,
    pagePort: port,
    log,
    metrics,
    embedHtml: () => readEmbedPage(clientDir),
    ...(resolve !== undefined && { resolve }),
    ...(now !== undefined && { now }),
  });
  const gateway = await settle(starting).catch(async (error: unknown) => {
    await closeGracefully(server, 0);
    throw error;
  });
  const { storePort } = gateway;
  return {
    url: pageUrl(config, port),
    port,
    store: storePort === undefined ? undefined : { url: listenOrigin(host, storePort), port: storePort },
    close: () => closeAll(server, gateway, config.stopTimeoutMs),
  };
}

/** The store beside, so that uploads straight to it finish too; what relayed uploads need, after them. */
async function closeAll(server: Server, gateway: Gateway, limitMs: number): Promise<void> {
  const closing = closeGracefully(server, limitMs);
  if (gateway.storePort === undefined) await closing;
  await Promise.all([closing, gateway.close()]);
}
