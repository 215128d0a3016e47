/** Times and rates that keep one client from holding the store; tests shorten them. */
export interface StoreLimits {
  /** A client that sends nothing for so long, while we wait for it, is RequestTimeout; ms. */
  readonly idleMs: number;
  /** A client slower than this is UserNetworkTooSlow; bytes a second, while we wait for it. */
  readonly minBytesPerSecond: number;
  /** The rate is judged each time that we have waited so long for one client; ms. */
  readonly rateWindowMs: number;
  /** The head of a request must be complete within; ms. */
  readonly headersMs: number;
  /** A connection without any traffic in either direction is closed after; ms. */
  readonly silentSocketMs: number;
  /** A connection may wait so long for its next request; ms. */
  readonly keepAliveMs: number;
  /** The rest of a refused body is read and thrown away for so long, so that the client sees our answer; ms. */
  readonly lingerMs: number;
  /** Open connections. */
  readonly maxConnections: number;
  /** Requests under way may finish within, when the store closes; ms. */
  readonly closeGraceMs: number;
  /** What an unfinished PUT has left is removed once nobody has written to it for so long; ms. */
  readonly remainsMs: number;
}

/** What holds in production; also how slow a client of the gateway's relay may be. */
export const DEFAULT_LIMITS: StoreLimits = {
  idleMs: 20_000,
  minBytesPerSecond: 1024,
  rateWindowMs: 20_000,
  headersMs: 10_000,
  silentSocketMs: 60_000,
  keepAliveMs: 30_000,
  lingerMs: 30_000,
  maxConnections: 512,
  closeGraceMs: 1_000,
  remainsMs: 600_000,
};

/** How often Node looks for connections whose request head is late; ms. */
export const HEAD_CHECK_INTERVAL_MS = 2_000;
