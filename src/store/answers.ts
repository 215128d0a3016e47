import type { ServerResponse } from "node:http";
import { CosError, errorXml } from "../cos/errors.ts";
import type { Exchange } from "./exchange.ts";
import { systemCode } from "./system-error.ts";

/*
 * On every answer: what is stored came from strangers. It must not run as script, nor be taken for another type; it may
 * be shown as a picture anywhere.
 */
const SAFETY_HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Referrer-Policy": "no-referrer",
};

/** What `Allow` says of an object, and of the bucket itself. */
const OBJECT_METHODS = "GET, HEAD, PUT, OPTIONS";
const BUCKET_METHODS = "OPTIONS";

/** Sets what is on every answer, before anything is decided. */
export function setCommonHeaders(res: ServerResponse, requestId: string): void {
  for (const [name, value] of Object.entries(SAFETY_HEADERS)) res.setHeader(name, value);
  res.setHeader("Vary", "Origin");
  res.setHeader("x-cos-request-id", requestId);
}

/** Answers a refusal: XML, and no body at all to a HEAD. */
export function sendError(exchange: Exchange, error: CosError): void {
  const { req, res, id } = exchange;
  if (endsConnection(exchange, error)) res.setHeader("Connection", "close");
  if (error.code === "MethodNotAllowed")
    res.setHeader("Allow", resourceOf(req.url) === "/" ? BUCKET_METHODS : OBJECT_METHODS);
  res.statusCode = error.status;
  if (req.method === "HEAD") {
    res.end();
    return;
  }
  const body = errorXml(error, { resource: resourceOf(req.url), requestId: id });
  res.setHeader("Content-Type", "application/xml");
  res.setHeader("Cache-Control", "no-store");
  res.setHeader("Content-Length", Buffer.byteLength(body));
  res.end(body);
}

/**
 * Otherwise the rest of a refused body is read first, since closing early can destroy our answer on its way. A client
 * that was never told to go on may or may not send its body: its next bytes could be either.
 */
function endsConnection(exchange: Exchange, error: CosError): boolean {
  const slow = error.code === "RequestTimeout" || error.code === "UserNetworkTooSlow";
  return slow || exchange.expectsContinue || exchange.broken.signal.aborted;
}

/** A whole refusal as bytes, for a connection whose request Node could not parse. */
export function rawErrorAnswer(error: CosError, requestId: string): string {
  const body = errorXml(error, { resource: "", requestId });
  const headers = {
    ...SAFETY_HEADERS,
    "Content-Type": "application/xml",
    "Content-Length": String(Buffer.byteLength(body)),
    "x-cos-request-id": requestId,
    Date: new Date().toUTCString(),
    Connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${error.status} ${error.code}\r\n${lines.join("")}\r\n${body}`;
}

/** The request's path as sent; the query may hold a signature, and is never repeated. */
export function resourceOf(url: string | undefined): string {
  return (url ?? "").replace(/\?.*$/s, "");
}

/** What a client is told where there is no room, in the quota or on the disk; the page finds `full` in it. */
export const STORE_FULL = "The store is full.";

const FULL_DISK_CODES = ["ENOSPC", "EDQUOT", "EFBIG"];
const TOO_MANY_FILES_CODES = ["EMFILE", "ENFILE"];

/** Any thrown value as a refusal; what is not one of ours is told to the log, not to the client. */
export function toCosError(error: unknown): CosError {
  if (error instanceof CosError) return error;
  const code = systemCode(error) ?? "";
  if (FULL_DISK_CODES.includes(code)) return new CosError("ServiceUnavailable", STORE_FULL, { cause: error });
  if (TOO_MANY_FILES_CODES.includes(code))
    return new CosError("SlowDown", "Too many requests at once.", { cause: error });
  return new CosError("InternalError", "The store failed; its log says why.", { cause: error });
}
