import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { resourceOf } from "./answers.ts";
import { answerClientErrors } from "./client-errors.ts";
import { prepareDirectory } from "./directory.ts";
import { type Exchange, openExchange } from "./exchange.ts";
import { answerHalfClosed } from "./half-open.ts";
import { handle } from "./handle.ts";
import { HealthCheck, type StoreHealth } from "./health.ts";
import { createTurns } from "./in-turn.ts";
import { DEFAULT_LIMITS, HEAD_CHECK_INTERVAL_MS, type StoreLimits } from "./limits.ts";
import { ObjectFiles } from "./object-files.ts";
import { sweepRemains } from "./remains.ts";
import { Space } from "./space.ts";
import type { Store, StoreOptions } from "./store.ts";
import { UnderWay } from "./under-way.ts";
import { drainFor } from "./unread-body.ts";

export type { StoreEvent } from "./exchange.ts";
export type { StoreOptions } from "./store.ts";

/** A store that listens. */
export interface RunningStore {
  readonly port: number;
  /** Whether an object of this key is there, whole. Never rejects. */
  readonly has: (key: string) => Promise<boolean>;
  /** Whether a PUT could be stored; tries to write, at most every 10 s. Never rejects. */
  readonly health: () => Promise<StoreHealth>;
  /** Lets requests under way finish for a moment (`closeGraceMs`), then cuts them off. */
  close(): Promise<void>;
}

/**
 * Starts the embedded object store: COS's PUT, GET, HEAD and OPTIONS Object over files, on an origin of its own.
 * @throws Error with a sentence that names the port, or the directory, when it cannot be used; the system's error is
 *   the `cause`.
 */
export async function startStore(options: StoreOptions): Promise<RunningStore> {
  const limits: StoreLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const directory = await prepareDirectory(options.dir);
  const files = new ObjectFiles(directory);
  const used = options.maxBytes === undefined ? 0 : await files.totalSize();
  const space = new Space(directory.temporary, { maxBytes: options.maxBytes, used });
  const health = new HealthCheck(directory, space);
  const now = options.now ?? Date.now;
  const log = options.log ?? (() => {});
  const store: Store = { options, limits, files, space, now, log };

  const sweep = async () => {
    const count = await sweepRemains(directory, limits.remainsMs, (error) => log({ type: "failure", error }));
    if (count > 0) log({ type: "swept", files: count });
  };

  const serving = new Map<Exchange, Promise<void>>();
  const server = createStoreServer(store, serving);
  const port = await listen(server, options);
  // Only once the port is ours: a second store on the same directory and port must not sweep the first one's PUTs.
  await sweep();
  // What a process has left that died just now is too young at the start of the next one.
  const later = setTimeout(() => void sweep(), limits.remainsMs).unref();

  return {
    port,
    has: (key) => files.has(key),
    health: () => health.look(),
    close: () => {
      clearTimeout(later);
      return closeStore(server, serving, limits);
    },
  };
}

function createStoreServer(store: Store, serving: Map<Exchange, Promise<void>>): Server {
  const { limits } = store;
  const server = createServer({
    // Answered by us, in XML.
    requireHostHeader: false,
    headersTimeout: limits.headersMs,
    // A large body may take long: its pace is watched instead, see ClientPace.
    requestTimeout: 0,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: HEAD_CHECK_INTERVAL_MS,
    noDelay: true,
  });
  server.maxConnections = limits.maxConnections;
  // By itself Node leaves out what comes after 2,000 headers, as if it had not been said.
  server.maxHeadersCount = 0;
  server.setTimeout(limits.silentSocketMs);

  // A server that is closing has no address any more, and is still asked by it on connections that it has.
  let port = 0;
  server.once("listening", () => {
    port = portOf(server);
  });

  const underWay = new UnderWay<Exchange>();
  const inTurn = createTurns();
  const take = (req: IncomingMessage, res: ServerResponse, expectsContinue: boolean) => {
    const exchange = openExchange(req, res, expectsContinue);
    underWay.take(exchange);
    inTurn(exchange, () => {
      const done = serve(store, exchange, port).finally(() => serving.delete(exchange));
      serving.set(exchange, done);
    });
  };
  server.on("request", (req, res) => take(req, res, false));
  // Node would answer by itself, and not in COS's words.
  server.on("checkExpectation", (req, res) => take(req, res, false));
  server.on("checkContinue", (req, res) => take(req, res, true));
  server.on("drop", () => store.log({ type: "dropped" }));
  answerHalfClosed(server);
  answerClientErrors(server, underWay, store.log);
  return server;
}

async function serve(store: Store, exchange: Exchange, port: number): Promise<void> {
  const { req, res, id } = exchange;
  const started = performance.now();
  const refusal = await handle(store, exchange, port);
  if (!req.complete && !req.destroyed) drainFor(req, store.limits.lingerMs);
  store.log({
    type: "request",
    id,
    method: req.method ?? "",
    path: resourceOf(req.url),
    status: res.statusCode,
    code: refusal?.code,
    durationMs: performance.now() - started,
  });
}

function listen(server: Server, { host, port }: StoreOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: Error & { code?: string }) => reject(explainListenError(error, host, port)));
    server.listen({ host, port }, () => resolve(portOf(server)));
  });
}

function explainListenError(error: Error & { code?: string }, host: string, port: number): Error {
  const sentence =
    error.code === "EADDRINUSE"
      ? `The store cannot listen on port ${port} of ${host}: something else does. Choose another port, or 0 for a free one.`
      : `The store cannot listen on port ${port} of ${host}: ${error.message}.`;
  return new Error(sentence, { cause: error });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function closeStore(
  server: Server,
  serving: ReadonlyMap<Exchange, Promise<void>>,
  limits: StoreLimits,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cutOff = setTimeout(() => server.closeAllConnections(), limits.closeGraceMs);
  // On a connection that is kept, one request follows another.
  while (serving.size > 0) await Promise.all(serving.values());
  clearTimeout(cutOff);
  server.closeAllConnections();
  await closed;
}
