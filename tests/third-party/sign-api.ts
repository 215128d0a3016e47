import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { SignFault } from "./faults.ts";
import { officialSignature, type ThirdPartyKey } from "./official-signature.ts";
import { createPlainOrSecure, type TlsFiles } from "./secure.ts";

/** As the published example has it: from a minute before to half an hour after. */
const SIGNED_BEFORE_SECONDS = 60;
const SIGNED_AFTER_SECONDS = 1800;

export interface SignApiOptions {
  readonly tls: TlsFiles | undefined;
  readonly key: ThirdPartyKey;
  /** Where signed PUTs go; known once the store listens. */
  readonly storeOrigin: () => string;
  readonly linkOrigin: () => string;
  readonly nextFault: () => SignFault | undefined;
  /** Where a `redirect` goes. */
  readonly elsewhere: () => string;
  readonly onRequest: (req: IncomingMessage) => void;
}

/** A sign API as the published contract describes it, with another's key, another's key shape and no CORS. */
export function createSignApi(options: SignApiOptions): Server {
  return createPlainOrSecure(options.tls, (req, res) => {
    options.onRequest(req);
    const fault = options.nextFault();
    if (fault !== undefined && misbehave(fault, res, options)) return;
    const { pathname, searchParams } = new URL(req.url ?? "/", "http://sign.invalid");
    const [sha1, md5, size] = ["sha1", "md5", "size"].map((name) => searchParams.get(name) ?? "");
    if (req.method !== "GET" || pathname !== "/tool/cos/sign") return send(res, 404, envelope(404, "接口不存在", null));
    if (!/^[0-9a-f]{40}$/.test(sha1 ?? "") || !/^[0-9a-f]{32}$/.test(md5 ?? "") || !/^\d+$/.test(size ?? ""))
      return send(res, 200, envelope(400, "参数错误", null));
    const data = signedPut(options, { sha1: sha1 ?? "", md5: md5 ?? "", size: Number(size) }, fault === "expired");
    if (fault === "redirect-with-grant") res.setHeader("Location", `${options.elsewhere()}/stolen`);
    const answer = envelope(0, "访问成功", fault === undefined ? data : tamper(fault, data));
    send(res, statusOf(fault), answer, fault === "byte-order-mark" ? "\ufeff" : "");
  });
}

function statusOf(fault: SignFault | undefined): number {
  if (fault === "redirect-with-grant") return 302;
  return fault === "fail-with-grant" ? 500 : 200;
}

interface Data {
  readonly url: string;
  readonly method: "PUT";
  readonly header: Record<string, string>;
  readonly CDN: string;
}

/** Where a file goes. @param size in bytes. */
export function objectPath({ sha1, size }: { readonly sha1: string; readonly size: number }): string {
  return `/songlist/p/1147c/${sha1}_${size.toString(16)}.png`;
}

function signedPut(
  { key, storeOrigin, linkOrigin }: SignApiOptions,
  file: { sha1: string; md5: string; size: number },
  expired: boolean,
): Data {
  const path = objectPath(file);
  const start = Math.floor(Date.now() / 1000) - SIGNED_BEFORE_SECONDS;
  const keyTime = expired
    ? `${start - 10};${start}`
    : `${start};${start + SIGNED_BEFORE_SECONDS + SIGNED_AFTER_SECONDS}`;
  const header = {
    Host: new URL(storeOrigin()).host,
    "User-Agent": "workerman/http-client",
    Connection: "keep-alive",
    "Content-Length": String(file.size),
    "content-md5": Buffer.from(file.md5, "hex").toString("base64"),
    "x-cos-security-token": key.token,
  };
  const authorization = officialSignature(key, path, header, keyTime);
  return {
    url: `${storeOrigin()}${path}`,
    method: "PUT",
    header: { ...header, Authorization: authorization },
    CDN: `${linkOrigin()}${path}`,
  };
}

function tamper(fault: SignFault, data: Data): Data {
  const withHeader = (extra: Record<string, string>) => ({ ...data, header: { ...data.header, ...extra } });
  switch (fault) {
    case "lie-length":
      return withHeader({ "Content-Length": "1" });
    case "lie-md5":
      return withHeader({ "content-md5": Buffer.alloc(16).toString("base64") });
    case "foreign-host":
      return withHeader({ Host: "other.example" });
    case "smuggle-transfer-encoding":
      return withHeader({ "Transfer-Encoding": "chunked" });
    case "smuggle-cookie":
      return withHeader({ Cookie: "session=stolen" });
    case "smuggle-line-break":
      return withHeader({ "x-cos-meta-a": "1\r\nX-Smuggled: 1" });
    case "foreign-url":
      return { ...data, url: data.url.replace(/^http:\/\/[^/]+/, "https://evil.example") };
    case "script-link":
      return { ...data, CDN: "javascript:alert(1)" };
    case "plain-link":
      return { ...data, CDN: "http://cdn.example/a.png" };
    default:
      return data;
  }
}

/** Faults that are not about what is signed. @returns whether the request has been dealt with. */
function misbehave(fault: SignFault, res: ServerResponse, { elsewhere }: SignApiOptions): boolean {
  switch (fault) {
    case "refuse":
      send(res, 200, envelope(1001, "文件已被管理员禁止", null));
      return true;
    case "refuse-under-500":
      send(res, 500, envelope(1001, "文件已被管理员禁止", null));
      return true;
    case "busy":
      res.setHeader("Retry-After", "7");
      send(res, 429, envelope(429, "请求过于频繁", null));
      return true;
    case "busy-page":
      res.writeHead(429, { "content-type": "text/html", "retry-after": "7" }).end("<h1>Too Many Requests</h1>");
      return true;
    case "busy-in-other-words":
      res.setHeader("Retry-After", "7");
      send(res, 429, envelope(-1, "请求过于频繁", null));
      return true;
    case "maintenance":
      res.setHeader("Retry-After", "7");
      send(res, 503, envelope(503, "维护中", null));
      return true;
    case "maintenance-page":
      res.writeHead(503, { "content-type": "text/html", "retry-after": "7" }).end("<h1>Service Unavailable</h1>");
      return true;
    case "status-500":
      res.writeHead(500, { "content-type": "text/html" }).end("<h1>Internal Server Error</h1>");
      return true;
    case "reset":
      res.socket?.resetAndDestroy();
      return true;
    case "silent":
      return true;
    case "drip":
      drip(res);
      return true;
    case "redirect":
      res.writeHead(302, { location: `${elsewhere()}/stolen` }).end();
      return true;
    case "redirect-to-login":
      res.writeHead(302, { location: "/login?back=canary" }).end();
      return true;
    case "endless":
      res.writeHead(200, { "content-type": "application/json" });
      pourForEver(res);
      return true;
    case "malformed":
      res.writeHead(200, { "content-type": "application/json" }).end('{"code":0,"data":');
      return true;
    case "page":
      res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<!doctype html><title>Log in</title>");
      return true;
    case "gzip":
      res.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      res.end(gzipSync(JSON.stringify(envelope(0, "访问成功", null))));
      return true;
    case "not-an-envelope":
      send(res, 200, ["ok"]);
      return true;
    default:
      return false;
  }
}

/** A space now and then: never silent, never done. */
function drip(res: ServerResponse): void {
  res.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => res.write(" "), 50);
  res.once("close", () => clearInterval(timer));
}

/** As fast as the other side takes it. */
export function pourForEver(res: ServerResponse): void {
  const piece = Buffer.alloc(16 * 1024, 0x20);
  const pour = () => {
    while (!res.destroyed && res.write(piece));
  };
  res.on("drain", pour);
  pour();
}

function envelope(code: number, message: string, data: unknown) {
  const time = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
  return { code, message, data, time, pid: 25, tips: "third party" };
}

function send(res: ServerResponse, status: number, body: unknown, before = ""): void {
  res.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(before + JSON.stringify(body));
}
