import type { GatewayConfig } from "../config/config.ts";
import type { Log } from "../log/log.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Resolve } from "../outgoing/guarded-lookup.ts";
import type { Backend } from "./backend.ts";
import { createBucket } from "./bucket.ts";
import { startEmbedded } from "./embedded.ts";
import { createThirdParty } from "./third-party.ts";

/** What a backend is started with. */
export interface BackendOptions {
  readonly config: GatewayConfig;
  /** Whose pages may put into the embedded store. */
  readonly origins: readonly string[];
  readonly log: Log;
  readonly metrics: Metrics;
  /** For tests: names that no resolver knows. */
  readonly resolve?: Resolve;
}

/** Starts what the configured mode needs. @throws Advice when the embedded store cannot start. */
export async function startBackend(options: BackendOptions): Promise<Backend & { readonly storePort?: number }> {
  const { config, origins, log, metrics, resolve } = options;
  const { mode, ticketSecret } = config;
  switch (mode.kind) {
    case "embedded":
      return startEmbedded({ ...config, mode }, origins, log, metrics);
    case "bucket":
      return createBucket(mode, ticketSecret, log);
    case "third-party":
      return createThirdParty(mode, { ticketSecret, ...(resolve !== undefined && { resolve }) });
  }
}
