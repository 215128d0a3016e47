import { randomUUID } from "node:crypto";
import { type Server, type ServerResponse, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { UnderWay } from "../../store/under-way.ts";
import { refusalEnvelope } from "./envelope.ts";
import { badRequest, type Refusal } from "./refusals.ts";

/** Bytes that Node's parser refused; no step ever saw them. */
export interface ParserRefusal {
  /** In the answer too. */
  readonly id: string;
  readonly refusal: Refusal;
  /** Node's own code, such as HPE_INVALID_METHOD. */
  readonly code: string | undefined;
  /** Nothing was said: the client still waited for the answer to an earlier request, or the connection can carry none. */
  readonly silent: boolean;
}

/** Node's code for a head that is not complete in time. */
const LATE_HEAD = "ERR_HTTP_REQUEST_TIMEOUT";
/** Node's code for a connection that its client ended inside a request. */
const CUT_OFF = "HPE_INVALID_EOF_STATE";

/**
 * Answers what Node's parser refuses, in the envelope: by itself Node sends a bare 400. Also on a connection that has
 * carried answers before: a proxy that keeps it takes silence there for a broken gateway, and turns away from it.
 */
export function answerClientErrors(server: Server, onRefused: (refused: ParserRefusal) => void): void {
  const underWay = new UnderWay();
  const refused = new WeakSet<Duplex>();
  server.prependListener("request", (req, res) => underWay.take({ req, res }));
  server.on("clientError", (error: Error & { code?: string }, socket) => {
    // Opened ahead of need by a browser, and never used: bytes on it could be taken for the answer to a later request.
    const unused = "bytesRead" in socket && socket.bytesRead === 0;
    // The client is gone, and sent nothing odd: whose request it was says so in its own line.
    if (!isUnreadable(error.code) || unused) {
      socket.destroy();
      return;
    }
    // The parser refuses whatever else comes after bytes that it refused.
    if (refused.has(socket)) return;
    refused.add(socket);
    underWay.settle(socket, (disturbed) => {
      const inBody = disturbed?.req.complete === false;
      // The same: the client ended in the middle of a body, whether that was still wanted or refused already.
      if (inBody && error.code === CUT_OFF) return void socket.destroy();
      // A second answer could be taken for that of the request under way.
      const silent = !socket.writable || disturbed !== undefined;
      const [id, refusal] = [randomUUID(), explain(error.code)];
      onRefused({ id, refusal, code: error.code, silent });
      if (!silent) socket.end(rawRefusal(refusal, id), () => socket.destroy());
      else if (disturbed !== undefined && !inBody && socket instanceof Socket) endAfter(disturbed.res, socket);
      else socket.destroy();
    });
  });
}

/** Of the bytes, and not of the connection under them. */
function isUnreadable(code = ""): boolean {
  return code.startsWith("HPE_") || code === LATE_HEAD;
}

/** What was asked in words that could be read gets its answer, the last one on this connection. */
function endAfter(res: ServerResponse, socket: Socket): void {
  if (res.destroyed) socket.destroy();
  else res.once("close", () => socket.destroySoon());
}

function explain(code: string | undefined): Refusal {
  switch (code) {
    case LATE_HEAD:
      return { ...INCOMPLETE, status: 408 };
    case CUT_OFF:
      return INCOMPLETE;
    case "HPE_HEADER_OVERFLOW":
      return { ...TOO_LARGE, status: 431 };
    default:
      return NOT_HTTP;
  }
}

const INCOMPLETE: Refusal = {
  ...badRequest({
    zh: "请求不完整或发送过慢，连接已关闭。",
    en: "The request was not complete, or came too slowly. Send it again.",
  }),
  reason: "length_mismatch",
};
const TOO_LARGE = badRequest({
  zh: "请求头过大，请减少或缩短请求头。",
  en: "The head of the request is too large. Send fewer or shorter headers.",
});
const NOT_HTTP = badRequest({
  zh: "无法识别的 HTTP 请求。",
  en: "The request is not valid HTTP/1.1.",
});

function rawRefusal(refusal: Refusal, id: string): string {
  const body = JSON.stringify(refusalEnvelope(refusal, id));
  const headers = {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": String(Buffer.byteLength(body)),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": id,
    Connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join("")}\r\n${body}`;
}
