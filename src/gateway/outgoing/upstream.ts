import type { ConnectionOptions } from "node:tls";
import { Agent, buildConnector } from "undici";
import { startExchange, type UpstreamExchange, type UpstreamRequest } from "./exchange.ts";
import { guardedLookup, type Resolve, systemResolve } from "./guarded-lookup.ts";

/** A connection to an upstream may wait so long for its next request; shorter than servers usually wait. In ms. */
const IDLE_CONNECTION_MS = 4_000;

/** A connection must be made, TLS and all, within; ms. */
const CONNECT_MS = 10_000;

/** Silence on a connection, in either direction, after which it is given up; ms. */
const SILENCE_MS = 60_000;

/** Bytes that wait in this process for an upstream that is slower than its client. */
export const UPSTREAM_BUFFER_BYTES = 128 * 1024;

/** An upstream neither took nor said anything for too long. */
export class SilenceError extends Error {
  override readonly name = "SilenceError";
}

/**
 * The way out of the gateway. Redirects are never followed: undici's dispatchers do not know how. Nothing is sent twice:
 * what has been on a connection fails with it.
 */
export interface Upstream {
  /** Starts a request. */
  open(url: URL, request: UpstreamRequest): UpstreamExchange;
  close(): void;
}

/** How an upstream is reached. */
export interface UpstreamOptions {
  /** Origins that the operator named: these may be at private addresses. */
  readonly namedOrigins: readonly string[];
  /** How addresses of all other origins are found: as the system does when absent. */
  readonly resolve?: Resolve;
  /** Silence after which a connection is given up, in ms; a minute when absent. */
  readonly silenceMs?: number;
}

/**
 * By undici and not by Node's own client: for a HEAD it takes a third of the processor time, and one stands before each
 * signature.
 */
export function createUpstream(options: UpstreamOptions): Upstream {
  const { namedOrigins, resolve = systemResolve, silenceMs = SILENCE_MS } = options;
  const guarded = createAgent(silenceMs, { lookup: guardedLookup(resolve) });
  const open = createAgent(silenceMs, {});
  const named = new Set(namedOrigins);
  return {
    open(url, request) {
      const agent = named.has(url.origin) ? open : guarded;
      return startExchange(agent, url, request);
    },
    close() {
      for (const agent of [guarded, open]) void agent.destroy();
    },
  };
}

function createAgent(silenceMs: number, guard: Pick<ConnectionOptions, "lookup">): Agent {
  const settings = { highWaterMark: UPSTREAM_BUFFER_BYTES, timeout: CONNECT_MS, ...guard };
  const connect = buildConnector(settings);
  return new Agent({
    connect: (target, callback) =>
      connect(target, (...result) => {
        const [, socket] = result;
        // Not undici's timers: the socket's own knows when bytes that wait in this process still go out.
        socket?.setTimeout(silenceMs, () => socket.destroy(new SilenceError(`Silent for ${silenceMs} ms.`)));
        callback(...result);
      }),
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    keepAliveMaxTimeout: IDLE_CONNECTION_MS,
  });
}
