import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** A request and its answer. */
interface Answering {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/**
 * What each connection is at. Bytes that are no request mean one thing while a request is under way, whose answer is
 * the only one that the client waits for, and another between two requests, however many there were before.
 */
export class UnderWay<T extends Answering = Answering> {
  readonly #last = new WeakMap<Duplex, T>();

  /** Every request, in the order in which they come. */
  take(exchange: T): void {
    this.#last.set(exchange.req.socket, exchange);
  }

  /**
   * Calls back once it is clear what a connection was at when unreadable bytes came on it: with the request that they
   * disturb, or with nothing when they stand for a request of their own, which may have an answer.
   *
   * An answer that is being written may have reached the client to its last byte before we know of it. What comes then
   * waits until it is out. Before the first byte of it no client that keeps to order has anything else to ask.
   */
  settle(socket: Duplex, tell: (disturbed: T | undefined) => void): void {
    const last = this.#on(socket);
    const answering = last?.res.headersSent && !last.res.destroyed && last.req.complete;
    if (last !== undefined && answering) last.res.once("close", () => tell(undefined));
    else tell(last);
  }

  /** The last request, until its answer is out and its body was read: none before it is under way longer than it is. */
  #on(socket: Duplex): T | undefined {
    const last = this.#last.get(socket);
    return last === undefined || (last.res.writableFinished && last.req.complete) ? undefined : last;
  }
}
