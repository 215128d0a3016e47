import { OPAQUE_ORIGIN } from "../contract/origins.ts";
import { CosError } from "../cos/errors.ts";
import { type Exchange, headerOf } from "./exchange.ts";
import { isAllowedOrigin } from "./hosts.ts";

/**
 * How long a browser may remember a preflight's answer, in seconds: no longer than WebKit does, and older Chromiums, so
 * that an origin which is allowed no more is refused by all of them as soon.
 */
export const PREFLIGHT_MAX_AGE_SECONDS = 600;

const METHODS: readonly string[] = ["PUT", "GET", "HEAD"];

/** Request headers that a page may send, besides `x-cos-*`. */
const REQUEST_HEADERS: readonly string[] = [
  "authorization",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-md5",
  "content-type",
  "expires",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "range",
];

const EXPOSED_HEADERS = "ETag, Date, Retry-After, x-cos-request-id, x-cos-hash-crc64ecma";

/**
 * Lets an allowed page read the answer. To any other page the answer stays opaque, and so does an object to one without
 * an origin: which site that page is on cannot be told, and to put it needs to read no more than the answer to its PUT.
 */
export function setCorsHeaders(exchange: Exchange, allowedOrigins: readonly string[]): void {
  const origin = headerOf(exchange, "origin");
  if (origin === undefined || !isAllowedOrigin(origin, allowedOrigins)) return;
  if (origin === OPAQUE_ORIGIN && exchange.req.method === "GET") return;
  exchange.res.setHeader("Access-Control-Allow-Origin", origin);
  exchange.res.setHeader("Access-Control-Expose-Headers", EXPOSED_HEADERS);
}

/**
 * Refuses a write from a page that is not allowed: the browser would hide the answer, but not undo the write.
 * @throws CosError AccessForbidden
 */
export function refuseForeignOrigin(exchange: Exchange, allowedOrigins: readonly string[]): void {
  const origin = headerOf(exchange, "origin");
  if (origin !== undefined && !isAllowedOrigin(origin, allowedOrigins))
    throw new CosError("AccessForbidden", "Pages of this origin may not write here.");
}

/**
 * Answers a preflight, which is never signed.
 * @throws CosError AccessForbidden
 */
export function answerPreflight(exchange: Exchange, allowedOrigins: readonly string[]): void {
  const { res } = exchange;
  const origin = headerOf(exchange, "origin");
  const method = headerOf(exchange, "access-control-request-method") ?? "";
  const wanted = headerOf(exchange, "access-control-request-headers") ?? "";
  const headers = wanted
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

  if (origin === undefined || !isAllowedOrigin(origin, allowedOrigins))
    throw new CosError("AccessForbidden", "Pages of this origin may not call the store.");
  if (!METHODS.includes(method)) throw new CosError("AccessForbidden", "Pages may not use this method here.");
  const refused = headers.find((name) => !REQUEST_HEADERS.includes(name) && !/^x-cos-[a-z0-9-]+$/.test(name));
  if (refused !== undefined) throw new CosError("AccessForbidden", `Pages may not send the header ${refused} here.`);

  res.setHeader("Access-Control-Allow-Methods", METHODS.join(", "));
  if (headers.length > 0) res.setHeader("Access-Control-Allow-Headers", headers.join(", "));
  res.setHeader("Access-Control-Max-Age", PREFLIGHT_MAX_AGE_SECONDS);
  res.setHeader("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
  res.setHeader("Content-Length", 0);
  res.statusCode = 200;
  res.end();
}
