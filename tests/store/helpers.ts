import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { expect, onTestFinished } from "vitest";
import { objectPath } from "../../src/cos/object-url.ts";
import { signRequest } from "../../src/cos/signature.ts";
import { type RunningStore, type StoreEvent, type StoreOptions, startStore } from "../../src/store/server.ts";

export const CREDENTIALS = { secretId: "AKIDtest", secretKey: "test-secret" };
export const APP_ORIGIN = "http://localhost:5173";

export interface TestStore extends RunningStore {
  readonly dir: string;
  readonly events: StoreEvent[];
}

export async function temporaryDirectory(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-store-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A store on a free port and in a directory of its own, closed when the test ends. */
export async function openStore(options: Partial<StoreOptions> = {}): Promise<TestStore> {
  const dir = options.dir ?? (await temporaryDirectory());
  const events: StoreEvent[] = [];
  const store = await startStore({
    dir,
    host: "127.0.0.1",
    port: 0,
    credentials: CREDENTIALS,
    allowedOrigins: [APP_ORIGIN],
    maxObjectSize: 10 * 1024 ** 2,
    log: (event) => events.push(event),
    ...options,
    limits: { closeGraceMs: 0, ...options.limits },
  });
  onTestFinished(() => store.close());
  return { ...store, dir, events };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** COS's error code, where the body is an XML error. */
  readonly code: string | undefined;
  readonly error: Record<string, string> | undefined;
}

export interface Sent {
  readonly method: string;
  /** The raw request target. */
  readonly target: string;
  /** As sent; a list is sent as a header repeated. */
  readonly headers?: Record<string, string | string[]>;
  readonly body?: Buffer | string | undefined;
}

/** One request over a connection of its own, headers as given, nothing but Host and a length added. */
export function send(store: { readonly port: number }, sent: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, target, body } = sent;
    const headers = { Host: `127.0.0.1:${store.port}`, ...lengthOf(body), ...sent.headers };
    const req = httpRequest({ host: "127.0.0.1", port: store.port, method, path: target, headers, agent: false });
    req.on("error", reject);
    req.on("response", (res) => {
      const pieces: Buffer[] = [];
      res.on("data", (piece: Buffer) => pieces.push(piece));
      res.on("error", reject);
      res.on("end", () => resolve(toAnswer(res.statusCode ?? 0, res.headers, Buffer.concat(pieces))));
    });
    req.end(body);
  });
}

function lengthOf(body: Buffer | string | undefined): Record<string, string> {
  return body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
}

function toAnswer(status: number, headers: IncomingHttpHeaders, body: Buffer): Answer {
  const error = headers["content-type"] === "application/xml" ? parseError(body.toString()) : undefined;
  return { status, headers, body, error, code: error?.Code };
}

export function parseError(xml: string): Record<string, string> | undefined {
  return new XMLParser({ trimValues: false, htmlEntities: true, parseTagValue: false }).parse(xml).Error;
}

export interface Put {
  readonly key: string;
  readonly body: Buffer | string;
  /** Sent and signed. */
  readonly headers?: Record<string, string>;
  /** Sent, but not signed; may replace a signed header. */
  readonly unsigned?: Record<string, string | string[]>;
  /** What is sent in place of `body`. */
  readonly sentBody?: Buffer | string;
  readonly credentials?: typeof CREDENTIALS;
  /** Unix seconds. */
  readonly times?: { readonly start: number; readonly end: number };
}

/** Headers of a signed PUT, Authorization among them. */
export function signedPutHeaders(store: { readonly port: number }, put: Put): Record<string, string> {
  const now = Math.floor(Date.now() / 1000);
  const headers = {
    Host: `127.0.0.1:${store.port}`,
    "Content-Length": String(Buffer.byteLength(put.body)),
    ...put.headers,
  };
  const times = put.times ?? { start: now - 60, end: now + 240 };
  const credentials = put.credentials ?? CREDENTIALS;
  const path = `/${put.key}`;
  return {
    ...headers,
    Authorization: signRequest({ method: "PUT", path, query: {}, headers, ...credentials, ...times }),
  };
}

export function putObject(store: { readonly port: number }, put: Put): Promise<Answer> {
  return send(store, {
    method: "PUT",
    target: objectPath(put.key),
    headers: { ...signedPutHeaders(store, put), ...put.unsigned },
    body: put.sentBody ?? put.body,
  });
}

export function getObject(
  store: { readonly port: number },
  key: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send(store, { method: "GET", target: objectPath(key), headers });
}

/** The key that our gateways give a body, and the headers that they sign with it. */
export function contentKey(body: Buffer | string, ext = "png"): string {
  return `songlist/p/${md5Hex(body)}/${sha1Hex(body)}_${Buffer.byteLength(body).toString(16)}.${ext}`;
}

export function md5Hex(body: Buffer | string): string {
  return createHash("md5").update(body).digest("hex");
}

export function sha1Hex(body: Buffer | string): string {
  return createHash("sha1").update(body).digest("hex");
}

export function md5Base64(body: Buffer | string): string {
  return createHash("md5").update(body).digest("base64");
}

/** Where the store keeps an object of this key. */
export function objectFile(store: { readonly dir: string }, key: string): string {
  return join(store.dir, "objects", createHash("sha256").update(key).digest("hex"));
}

/** Names of the files of PUTs under way. */
export function temporaryFiles(dir: string): Promise<string[]> {
  return readdir(join(dir, "tmp"));
}

/** Nothing stored under the key, nothing left of an attempt. */
export async function expectNothing(store: TestStore, key: string): Promise<void> {
  expect((await getObject(store, key)).code).toBe("NoSuchKey");
  expect(await temporaryFiles(store.dir)).toEqual([]);
}

/** A request's head, as it goes over the wire. */
export function requestHead(line: string, headers: Record<string, string>): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${fields.join("")}\r\n`;
}

/** Bytes sent as they are, in pieces; resolves with all that came back once the server ends the connection. */
export function sendRaw(
  store: { readonly port: number },
  text: string | Buffer,
  options: { readonly finish?: boolean } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(store.port, "127.0.0.1");
    const pieces: Buffer[] = [];
    socket.on("data", (piece) => pieces.push(piece));
    socket.on("error", reject);
    socket.on("close", () => resolve(Buffer.concat(pieces).toString()));
    if (options.finish) socket.end(text);
    else socket.write(text);
  });
}

/** 1x1 PNG. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
