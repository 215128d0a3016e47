import type { Server } from "node:http";
import { Socket } from "node:net";
import { CosError } from "../cos/errors.ts";
import { rawErrorAnswer } from "./answers.ts";
import { type Exchange, newRequestId, type StoreEvent } from "./exchange.ts";
import type { UnderWay } from "./under-way.ts";

/**
 * Answers what Node's parser refuses, in COS's words: by itself Node sends a bare 400. A connection that breaks while a
 * request is being answered breaks that request; its handler answers then. A connection that a browser opened ahead of
 * need, and never used, just ends: bytes on it could be taken for the answer to a later request.
 */
export function answerClientErrors(
  server: Server,
  underWay: UnderWay<Exchange>,
  log: (event: StoreEvent) => void,
): void {
  server.on("clientError", (error: Error & { code?: string }, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable || !(socket instanceof Socket) || socket.bytesRead === 0) {
      socket.destroy();
      return;
    }
    underWay.settle(socket, (exchange) => {
      if (exchange !== undefined) return breakExchange(exchange, error.code, socket);
      // The answer before it may have been the last one on this connection.
      if (!socket.writable) return socket.destroySoon();
      const refusal = explain(error.code);
      const id = newRequestId();
      log({ type: "request", id, method: "", path: "", status: refusal.status, code: refusal.code, durationMs: 0 });
      socket.end(rawErrorAnswer(refusal, id), () => socket.destroy());
    });
  });
}

function breakExchange(exchange: Exchange, code: string | undefined, socket: Socket): void {
  if (exchange.res.writableFinished) {
    // It was answered before its body was through. A second answer would be nobody's.
    socket.destroy();
    return;
  }
  exchange.res.once("close", () => socket.destroySoon());
  if (!exchange.res.headersSent) exchange.broken.abort(explainBody(exchange, code));
}

/** The end of the stream inside a body, or bytes after it that are no request. */
function explainBody(exchange: Exchange, code: string | undefined): CosError {
  if (exchange.req.complete) return new CosError("EntitySizeNotMatch", "The body is longer than its Content-Length.");
  if (code === "HPE_INVALID_EOF_STATE")
    return new CosError("IncompleteBody", "The body is shorter than its Content-Length.");
  return explain(code);
}

function explain(code: string | undefined): CosError {
  switch (code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new CosError("RequestTimeout", "The request's head took too long.");
    case "HPE_HEADER_OVERFLOW":
      return new CosError("InvalidRequest", "The request's head is too large.");
    case "HPE_INVALID_URL":
      return new CosError("InvalidURI", "The URL cannot be read.");
    default:
      return new CosError("InvalidRequest", "The request is not HTTP/1.1.");
  }
}
