import { CosError } from "../cos/errors.ts";
import { parseTarget } from "../cos/object-url.ts";
import { sendError, setCommonHeaders, toCosError } from "./answers.ts";
import { answerPreflight, setCorsHeaders } from "./cors.ts";
import { type Exchange, headerOf, type ObjectRequest } from "./exchange.ts";
import { getObject } from "./get-object.ts";
import { isAllowedHost } from "./hosts.ts";
import { keyOfPath } from "./object-key.ts";
import { putObject } from "./put-object.ts";
import type { Store } from "./store.ts";

/** Headers that may stand in a request once: what acts on a repeated one, and how, differs from server to server. */
const SINGLE =
  /^(?:authorization|cache-control|content-.*|expect|expires|host|if-.*|origin|pic-operations|range|x-cos-.*|access-control-request-method)$/;

/**
 * Answers one request, whatever happens. Never rejects.
 * @param port where the store listens, for the Host check.
 * @returns the refusal that was answered, if it was one.
 */
export async function handle(store: Store, exchange: Exchange, port: number): Promise<CosError | undefined> {
  setCommonHeaders(exchange.res, exchange.id);
  try {
    refuseRepeated(exchange);
    refuseForeignHost(exchange, store, port);
    setCorsHeaders(exchange, store.options.allowedOrigins);
    await dispatch(store, exchange);
    return undefined;
  } catch (error) {
    const refusal = toCosError(error);
    if (refusal.cause !== undefined) store.log({ type: "failure", id: exchange.id, error: refusal.cause });
    // Too late for another answer: the client must not take half a body for a whole one.
    if (exchange.res.headersSent) exchange.res.destroy();
    else sendError(exchange, refusal);
    return refusal;
  }
}

async function dispatch(store: Store, exchange: Exchange): Promise<void> {
  const { method } = exchange.req;
  if (method === "OPTIONS") return answerPreflight(exchange, store.options.allowedOrigins);
  if (method === "GET" || method === "HEAD") return await getObject(store, readTarget(exchange));
  if (method === "PUT") return await putObject(store, readTarget(exchange));
  throw new CosError("MethodNotAllowed", "The store has GET, HEAD, PUT and OPTIONS.");
}

function readTarget(exchange: Exchange): ObjectRequest {
  const target = parseTarget(exchange.req.url ?? "");
  if (target === undefined)
    throw new CosError("InvalidURI", "The URL cannot be read: percent-encode it as UTF-8, a plus sign as %2B.");
  if (target.authority !== undefined && target.authority !== headerOf(exchange, "host"))
    throw new CosError("InvalidURI", "The URL names another host than the Host header.");
  return { ...exchange, target, key: keyOfPath(target.path) };
}

function refuseRepeated(exchange: Exchange): void {
  for (const [name, values] of exchange.headers) {
    if (values.length > 1 && SINGLE.test(name))
      throw new CosError("InvalidRequest", `The header ${name} is given more than once.`);
  }
}

function refuseForeignHost(exchange: Exchange, store: Store, port: number): void {
  const host = headerOf(exchange, "host") ?? "";
  if (!isAllowedHost(host, port, store.options.allowedHosts ?? []))
    throw new CosError("AccessDenied", "This store does not go by the name in the Host header.");
}
