import { randomUUID } from "node:crypto";
import { type Server, STATUS_CODES } from "node:http";
import { refusalEnvelope } from "./envelope.ts";
import { badRequest, type Refusal } from "./refusals.ts";

/** Bytes that Node's parser refused; no step ever saw them. */
export interface ParserRefusal {
  /** In the answer too. */
  readonly id: string;
  readonly refusal: Refusal;
  /** Node's own code, such as HPE_INVALID_METHOD. */
  readonly code: string | undefined;
  /** Nothing was said: the connection had carried an answer before, or can carry none any more. */
  readonly silent: boolean;
}

/** Answers what Node's parser refuses, in the envelope: by itself Node sends a bare 400. */
export function answerClientErrors(server: Server, onRefused: (refused: ParserRefusal) => void): void {
  server.on("clientError", (error: Error & { code?: string }, socket) => {
    // Opened ahead of need by a browser, and never used: bytes on it could be taken for the answer to a later request.
    const unused = "bytesRead" in socket && socket.bytesRead === 0;
    // The client is gone, and refused nothing: whose request it was says so in its own line.
    if (error.code === "ECONNRESET" || unused) {
      socket.destroy();
      return;
    }
    const answered = "bytesWritten" in socket && Number(socket.bytesWritten) > 0;
    // A second answer on the same connection could be taken for that of another request.
    const silent = !socket.writable || answered;
    const [id, refusal] = [randomUUID(), explain(error.code)];
    onRefused({ id, refusal, code: error.code, silent });
    if (silent) socket.destroy();
    else socket.end(rawRefusal(refusal, id), () => socket.destroy());
  });
}

function explain(code: string | undefined): Refusal {
  switch (code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return { ...INCOMPLETE, status: 408 };
    case "HPE_INVALID_EOF_STATE":
      return INCOMPLETE;
    case "HPE_HEADER_OVERFLOW":
      return { ...TOO_LARGE, status: 431 };
    default:
      return NOT_HTTP;
  }
}

const INCOMPLETE: Refusal = {
  ...badRequest({
    zh: "请求不完整，连接已关闭。",
    en: "The request was not complete, or came too slowly. Send it again.",
  }),
  reason: "length_mismatch",
};
const TOO_LARGE = badRequest({
  zh: "请求头过大。",
  en: "The head of the request is too large.",
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
