import { hkdfSync, randomBytes } from "node:crypto";
import { objectKey } from "../../contract/object-key.ts";
import { LOOPBACK_NAMES } from "../../contract/origins.ts";
import { startStore } from "../../store/server.ts";
import { hostsOf } from "../addresses.ts";
import { Advice } from "../advice.ts";
import type { GatewayConfig } from "../config/config.ts";
import type { EmbeddedMode } from "../config/mode.ts";
import { hostnameOf } from "../http/loopback.ts";
import { adviseOnListen } from "../listen.ts";
import { dropLog } from "../log/connection-log.ts";
import type { Log } from "../log/log.ts";
import { storeLog } from "../log/store-log.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Backend } from "./backend.ts";
import { type PutCredentials, signPut } from "./sign-put.ts";

/** The embedded store, running, and the signer that holds its only key. */
export interface EmbeddedBackend extends Backend {
  /** The port that the store really has. */
  readonly storePort: number;
}

/** A configuration whose mode is known to be the embedded one. */
export type EmbeddedConfig = Pick<
  GatewayConfig,
  "listen" | "publicOrigin" | "policy" | "stopTimeoutMs" | "ticketSecret"
> & {
  readonly mode: EmbeddedMode;
};

/**
 * Starts the store. Its key pair is made here and lives in memory.
 * @param origins who may PUT from a browser: the page, and who may call the sign API.
 * @throws Advice when the port or the folder cannot be used.
 */
export async function startEmbedded(
  config: EmbeddedConfig,
  origins: readonly string[],
  log: Log,
  metrics: Metrics,
): Promise<EmbeddedBackend> {
  const { mode, policy, listen, stopTimeoutMs } = config;
  const credentials = makeCredentials(config.ticketSecret);
  const store = await startStore({
    dir: mode.store.dir,
    host: listen.host,
    port: mode.store.port,
    credentials,
    allowedOrigins: origins,
    allowedHosts: [...hostsOf(publishedOrigins(config, mode.store.port)).keys()],
    maxObjectSize: policy.maxFileSize,
    ...(mode.store.maxBytes !== undefined && { maxBytes: mode.store.maxBytes }),
    limits: { closeGraceMs: stopTimeoutMs },
    log: storeLog(log, dropLog(log, metrics, "too many connections to the store")),
  }).catch((error: unknown) => {
    throw adviseOnStore(error, mode.store.port);
  });
  const originFor = (hostname: string) => mode.store.publicOrigin ?? storeOrigin(hostname, store.port);
  return {
    storePort: store.port,
    uploadOrigins:
      mode.store.publicOrigin === undefined
        ? [...new Set([...LOOPBACK_NAMES.map(originFor), ...publishedOrigins(config, store.port)])]
        : [mode.store.publicOrigin],
    async sign(request, { gatewayHostname }) {
      const origin = originFor(gatewayHostname);
      const key = objectKey(mode.keyPrefix, request, request.type);
      const data = signPut(request, { origin, linkOrigin: origin, key }, credentials);
      // The key names the content, and the store took nothing under it that it had not checked against that name.
      return { kind: "granted", data: (await store.has(key)) ? { ...data, exists: true } : data };
    },
    async health() {
      const health = await store.health();
      return { ok: health.ok, details: { store: health } };
    },
    close: () => store.close(),
  };
}

const KEY_PURPOSE = "cosdrop embedded store key v1";

/** The same at each start where there is a secret, so that what was signed before a restart is good after it; else new. */
function makeCredentials(secret: string | Buffer = randomBytes(32)): PutCredentials {
  const bytes = Buffer.from(hkdfSync("sha256", secret, "", KEY_PURPOSE, 48));
  return { secretId: `AKID${bytes.toString("hex", 0, 16)}`, secretKey: bytes.toString("hex", 16) };
}

/** The store says in a sentence which port or which folder it cannot use; the variable is ours to add. */
function adviseOnStore(error: unknown, port: number): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  const advice = adviseOnListen(cause, "STORE_PORT", port);
  if (advice instanceof Advice || !(error instanceof Error)) return advice;
  const problem = error.message.replace(/\.?$/, ".");
  return new Advice(`${problem} Set STORE_DIR to a folder that this user may write to.`, { cause: error });
}

/** Where browsers that are not on this machine reach the store: nowhere, unless an operator published it. */
function publishedOrigins({ mode, publicOrigin }: EmbeddedConfig, port: number): string[] {
  if (mode.store.publicOrigin !== undefined) return [mode.store.publicOrigin];
  return publicOrigin === undefined ? [] : [storeOrigin(hostnameOf(publicOrigin), port)];
}

/** The store under the page's own host name. A page at [::1] gets localhost: CSP cannot write an IPv6 address. */
function storeOrigin(pageHostname: string, port: number): string {
  return new URL(`http://${pageHostname === "[::1]" ? "localhost" : pageHostname}:${port}`).origin;
}
