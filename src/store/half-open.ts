import type { Server } from "node:http";

/**
 * A client that ends its side of a connection once it has asked is answered all the same; by itself Node hangs up on it.
 * One that has gone looks alike, and is noticed when something is written to it. Node has this switch, but not in its
 * types.
 */
export function answerHalfClosed(server: Server): void {
  Object.assign(server, { httpAllowHalfOpen: true });
}
