import { createHash } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { PutFault } from "./faults.ts";
import { refuseSignature, type ThirdPartyKey } from "./official-signature.ts";
import { createPlainOrSecure, type TlsFiles } from "./secure.ts";
import { pourForEver } from "./sign-api.ts";

export interface StoredObject {
  readonly bytes: Buffer | undefined;
  readonly size: number;
  readonly md5: string;
}

/** A PUT as it came in. */
export interface ReceivedPut {
  readonly path: string;
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[];
  /** Bytes of the body that were taken so far. */
  taken: number;
  /** The connection ended before the body did. */
  cut: boolean;
  /** It was answered with success, and its object is there. */
  stored: boolean;
}

export interface ObjectStoreOptions {
  readonly tls: TlsFiles | undefined;
  readonly key: ThirdPartyKey;
  readonly nextFault: () => PutFault | undefined;
  readonly slowBytesPerSecond: () => number;
  readonly elsewhere: () => string;
  /** Keep only what is known of a body: for benches. */
  readonly forgetBytes: boolean;
  readonly objects: Map<string, StoredObject>;
  readonly puts: ReceivedPut[];
}

/** PUT, GET and HEAD Object as COS answers them, without CORS. */
export function createObjectStore(options: ObjectStoreOptions): Server {
  return createPlainOrSecure(options.tls, (req, res) => {
    res.setHeader("x-cos-request-id", `third-party-${options.puts.length}`);
    if (req.method === "PUT") void putObject(req, res, options);
    else if (req.method === "GET" || req.method === "HEAD") readObject(req, res, options);
    else refuse(res, 405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
  });
}

function readObject(req: IncomingMessage, res: ServerResponse, { objects }: ObjectStoreOptions) {
  const object = objects.get(req.url ?? "");
  if (object === undefined) return refuse(res, 404, "NoSuchKey", "The specified key does not exist.");
  res.writeHead(200, { etag: `"${object.md5}"`, "content-length": object.size, "content-type": "image/png" });
  res.end(req.method === "HEAD" ? undefined : object.bytes);
}

async function putObject(req: IncomingMessage, res: ServerResponse, options: ObjectStoreOptions) {
  const put: ReceivedPut = { path: req.url ?? "", rawHeaders: req.rawHeaders, taken: 0, cut: false, stored: false };
  options.puts.push(put);
  const fault = options.nextFault();
  if (fault !== undefined && misbehave(fault, req, res, options)) return;
  const { "content-length": length, "transfer-encoding": encoding } = req.headers;
  if (length === undefined || encoding !== undefined) return refuse(res, 411, "MissingContentLength", "No length.");
  const wrong = refuseSignature(req, options.key);
  if (wrong !== undefined) return refuse(res, wrong[0] === "ExpiredToken" ? 400 : 403, ...wrong);

  const object = await receive(req, put, options, fault).catch(() => undefined);
  if (object === undefined) {
    put.cut = true;
    return;
  }
  const md5 = Buffer.from(object.md5, "hex").toString("base64");
  if (md5 !== (req.headers["content-md5"] ?? md5))
    return refuse(res, 400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
  options.objects.set(put.path, object);
  put.stored = true;
  res.writeHead(200, { etag: `"${object.md5}"`, "content-length": 0, "x-cos-hash-crc64ecma": "1" }).end();
}

async function receive(
  req: IncomingMessage,
  put: ReceivedPut,
  { slowBytesPerSecond, forgetBytes }: ObjectStoreOptions,
  fault: PutFault | undefined,
): Promise<StoredObject> {
  const md5 = createHash("md5");
  const pieces: Buffer[] = [];
  for await (const piece of req) {
    const bytes = Buffer.from(piece);
    md5.update(bytes);
    if (!forgetBytes) pieces.push(bytes);
    put.taken += bytes.length;
    if (fault === "reset-midway") {
      req.socket.resetAndDestroy();
      throw new Error("reset, as ordered");
    }
    if (fault === "slow") await new Promise((done) => setTimeout(done, (bytes.length / slowBytesPerSecond()) * 1000));
  }
  return { bytes: forgetBytes ? undefined : Buffer.concat(pieces), size: put.taken, md5: md5.digest("hex") };
}

/** Faults that need no body. @returns whether the request has been dealt with. */
function misbehave(fault: PutFault, req: IncomingMessage, res: ServerResponse, options: ObjectStoreOptions): boolean {
  switch (fault) {
    case "reset":
      req.socket.resetAndDestroy();
      return true;
    case "silent":
      req.resume();
      return true;
    case "refuse-at-once":
      refuse(res, 403, "AccessDenied", `Access Denied. ${req.headers.authorization}`);
      return true;
    case "success-at-once":
      res.writeHead(200, { etag: '"00000000000000000000000000000000"', "content-length": 0 }).end();
      return true;
    case "internal-error":
    case "slow-down":
    case "redirect":
    case "endless":
    case "malformed":
    case "exists":
    case "page-instead":
    case "names-another":
      // Like a store that fails at the end.
      req.resume().once("end", () => answerWrongly(fault, res, options));
      return true;
    default:
      return false;
  }
}

function answerWrongly(fault: PutFault, res: ServerResponse, { elsewhere }: ObjectStoreOptions) {
  switch (fault) {
    case "internal-error":
      return refuse(res, 500, "InternalError", "We encountered an internal error.");
    case "slow-down":
      res.setHeader("Retry-After", "3");
      return refuse(res, 503, "SlowDown", "Reduce your request rate.");
    case "redirect":
      res.writeHead(307, { location: `${elsewhere()}/stolen` }).end();
      return;
    case "endless":
      res.writeHead(400, { "content-type": "application/xml" });
      return pourForEver(res);
    case "malformed":
      res.writeHead(400, { "content-type": "application/xml" }).end("<Error><Code>&undefined;</Co");
      return;
    case "page-instead":
      res.writeHead(200, { "content-type": "text/html" }).end("<html>Log in to the network</html>");
      return;
    case "names-another":
      res.writeHead(200, { etag: `"${"f".repeat(32)}"`, "content-length": 0 }).end();
      return;
    default:
      return refuse(res, 409, "FileAlreadyExists", "The object already exists.");
  }
}

function refuse(res: ServerResponse, status: number, code: string, message: string): void {
  res.writeHead(status, { "content-type": "application/xml" });
  res.end(`<?xml version="1.0" encoding="utf-8" ?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
