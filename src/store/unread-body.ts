import type { IncomingMessage } from "node:http";

/**
 * Lets Node read and throw away the rest of a body that nobody wanted, for `ms` at most: closing at once could destroy
 * the answer on its way, waiting for ever would let the client hold the connection.
 */
export function drainFor(req: IncomingMessage, ms: number): void {
  const timer = setTimeout(() => req.socket.destroy(), ms);
  // Once the body has ended, the connection is good for the next request.
  const stop = () => clearTimeout(timer);
  req.once("end", stop).once("close", stop);
}
