import { createServer, type RequestListener, type Server } from "node:http";
import { answerHalfClosed } from "../../store/half-open.ts";
import { createTurns } from "../../store/in-turn.ts";
import { HEAD_CHECK_INTERVAL_MS } from "../../store/limits.ts";
import { drainFor } from "../../store/unread-body.ts";
import { answerClientErrors, type ParserRefusal } from "./client-errors.ts";

/** Times and counts that keep one client from holding the gateway; tests shorten them. */
export interface ConnectionLimits {
  /** The head of a request must be complete within; ms. */
  readonly headersMs: number;
  /** A connection without any traffic in either direction is closed after; ms. Longer than an upstream may be silent. */
  readonly silentSocketMs: number;
  /** A connection may wait so long for its next request; ms. Longer than nginx keeps its own to us (60 s). */
  readonly keepAliveMs: number;
  /** The rest of a refused body is read and thrown away for so long, so that the client sees the answer; ms. */
  readonly lingerMs: number;
  /** Open connections. */
  readonly maxConnections: number;
}

/** What holds in production. */
export const DEFAULT_CONNECTION_LIMITS: ConnectionLimits = {
  headersMs: 10_000,
  silentSocketMs: 120_000,
  keepAliveMs: 75_000,
  lingerMs: 30_000,
  maxConnections: 2_048,
};

/** Hears of what never becomes a request. */
export interface ConnectionWatch {
  refused(refused: ParserRefusal): void;
  /** One connection more than the limit was closed. */
  dropped(): void;
}

/** An HTTP server that no slow or silent client can fill. */
export function createLimitedServer(
  listener: RequestListener,
  limits: ConnectionLimits,
  watch: ConnectionWatch,
): Server {
  const inTurn = createTurns();
  const server = createServer(
    {
      connectionsCheckingInterval: Math.min(HEAD_CHECK_INTERVAL_MS, limits.headersMs),
      noDelay: true,
      // Judged by the host check, which answers in the envelope.
      requireHostHeader: false,
    },
    (req, res) => inTurn({ req, res }, () => listener(req, res)),
  );
  limitServer(server, limits, watch);
  return server;
}

/**
 * The same limits for a server that somebody else made, such as a developer's: how often it looks for late heads stays
 * its own, and it begins at once with requests that are sent ahead.
 */
export function limitServer(server: Server, limits: ConnectionLimits, watch: ConnectionWatch): void {
  server.headersTimeout = limits.headersMs;
  // An upload may take long: its pace is watched instead.
  server.requestTimeout = 0;
  server.keepAliveTimeout = limits.keepAliveMs;
  server.maxConnections = limits.maxConnections;
  // All of a head is heard, however many lines it has: by itself Node leaves out what comes after 2,000 headers, and a
  // proxy's word on the client may be the last one.
  server.maxHeadersCount = 0;
  server.setTimeout(limits.silentSocketMs);
  server.prependListener("request", (req, res) => {
    res.once("finish", () => {
      if (!req.complete) drainFor(req, limits.lingerMs);
    });
  });
  // Node would answer by itself, before any step. What else may be expected than 100-continue is nobody's to promise.
  server.on("checkExpectation", (req, res) => server.emit("request", req, res));
  server.on("drop", () => watch.dropped());
  answerHalfClosed(server);
  answerClientErrors(server, (refused) => watch.refused(refused));
}

/** How often a stopping server looks for connections that have become idle, in ms. */
const IDLE_CHECK_MS = 50;

/** Stops listening, lets requests under way finish within `limitMs`, and then cuts off what is left. */
export function closeGracefully(server: Server, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection whose request has just ended would otherwise wait for another one.
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
    const giveUp = setTimeout(() => server.closeAllConnections(), limitMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(giveUp);
      resolve();
    });
    server.closeIdleConnections();
  });
}
