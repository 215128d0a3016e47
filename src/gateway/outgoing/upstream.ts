import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { guardedLookup, type Resolve, systemResolve } from "./guarded-lookup.ts";

/** A connection to an upstream may wait so long for its next request; shorter than servers usually wait. In ms. */
const IDLE_CONNECTION_MS = 4_000;

/** Bytes that wait in this process for an upstream that is slower than its client. */
export const UPSTREAM_BUFFER_BYTES = 128 * 1024;

export interface UpstreamRequest {
  readonly method: string;
  /** Sent as they are; with Content-Length, the body is not chunked. */
  readonly headers: Readonly<Record<string, string>>;
  /** Silence on the connection, in either direction, after which the request emits `timeout`; ms. */
  readonly silenceMs: number;
}

/** The way out of the gateway. Redirects are never followed: Node's client does not know how. */
export interface Upstream {
  /** Starts a request. Its `error` may be a PrivateAddressError. */
  open(url: URL, request: UpstreamRequest): ClientRequest;
  close(): void;
}

export interface UpstreamOptions {
  /** Origins that the operator named: these may be at private addresses. */
  readonly namedOrigins: readonly string[];
  readonly resolve?: Resolve;
}

export function createUpstream({ namedOrigins, resolve = systemResolve }: UpstreamOptions): Upstream {
  const settings = { keepAlive: true, timeout: IDLE_CONNECTION_MS, scheduling: "lifo" as const };
  const plain = new HttpAgent(settings);
  const secure = new HttpsAgent(settings);
  const lookup = guardedLookup(resolve);
  const named = new Set(namedOrigins);
  return {
    open(url, { method, headers, silenceMs }) {
      const https = url.protocol === "https:";
      const options = {
        host: url.hostname.replace(/^\[|\]$/g, ""),
        port: url.port,
        path: `${url.pathname}${url.search}`,
        method,
        headers,
        timeout: silenceMs,
        writableHighWaterMark: UPSTREAM_BUFFER_BYTES,
        ...(!named.has(url.origin) && { lookup }),
      };
      return https ? httpsRequest({ ...options, agent: secure }) : httpRequest({ ...options, agent: plain });
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}
