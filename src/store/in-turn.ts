import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** How many requests may wait on one connection for those before them. Nobody in earnest sends so many ahead. */
const MOST_WAITING = 100;

/**
 * Begins with the requests that a client sends ahead on its connection (RFC 9112, section 9.3.2) one after another.
 * Their answers go out one after another anyway; what is opened for one whose turn never comes, since the client has
 * left, nobody would close: Node tells only the answer under way that a connection has gone.
 * @returns calls `begin` at the request's turn; to be called for each request, in their order. One too many ends the
 *   connection.
 */
export function createTurns(): (
  exchange: { readonly req: IncomingMessage; readonly res: ServerResponse },
  begin: () => void,
) => void {
  const waiting = new WeakMap<Duplex, number>();
  return ({ req: { socket }, res }, begin) => {
    // An answer is given its socket when it is its turn.
    if (res.socket !== null) return begin();
    const before = waiting.get(socket) ?? 0;
    if (before === MOST_WAITING) return void socket.destroy();
    waiting.set(socket, before + 1);
    res.once("socket", () => {
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
      begin();
    });
  };
}
