import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { SignSuccess } from "../../src/contract/sign.ts";
import { BUILT_EMBED_PAGE } from "../../src/gateway/built-embed-page.ts";
import { readConfig } from "../../src/gateway/config/config.ts";
import { createLog } from "../../src/gateway/log/log.ts";
import { type ServerOptions, startServer } from "../../src/gateway/server.ts";

/** A built page small enough to know by heart. */
export const PAGE = "<!doctype html><title>page</title>";
export const EMBED_PAGE = "<!doctype html><title>embed</title>";
export const ASSET = "export {};\n";
/** Holes alone, and more than the kernel takes from us for a client that does not read; bytes. */
const LARGE_ASSET_BYTES = 64 * 1024 ** 2;

export interface TestGateway {
  /** Origin, without a slash at the end. */
  readonly origin: string;
  readonly port: number;
  readonly storePort: number;
  readonly dir: string;
  /** Everything logged so far, one JSON text a line. */
  log(): string;
  close(): Promise<void>;
}

/** The production server on free ports, with its own folder for the store and a page of a few files. */
export async function startTestGateway(
  environment: Record<string, string> = {},
  {
    keepLog = true,
    ...options
  }: Pick<ServerOptions, "limits" | "resolve" | "now"> & { readonly keepLog?: boolean } = {},
): Promise<TestGateway> {
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-gateway-"));
  const clientDir = join(dir, "client");
  await mkdir(join(clientDir, "assets"), { recursive: true });
  await writeFile(join(clientDir, "index.html"), PAGE);
  await writeFile(join(clientDir, BUILT_EMBED_PAGE), EMBED_PAGE);
  await writeFile(join(clientDir, "assets", "index-abc.js"), ASSET);
  await writeFile(join(clientDir, "assets", "index-abc.js.br"), brotliCompressSync(ASSET));
  await writeFile(join(clientDir, "assets", "gone-abc.js"), ASSET);
  await writeFile(join(clientDir, "assets", "large-abc.wasm"), "");
  await truncate(join(clientDir, "assets", "large-abc.wasm"), LARGE_ASSET_BYTES);

  const lines: string[] = [];
  const config = readConfig({
    PORT: "0",
    STORE_PORT: "0",
    STORE_DIR: join(dir, "data"),
    STOP_TIMEOUT: "1",
    ...environment,
  });
  // As in production, lines are written all the same.
  const destination = keepLog ? { write: (line: string) => lines.push(line) } : { write: () => undefined };
  const log = createLog({ level: keepLog ? "debug" : "info", destination });
  const server = await startServer({ config, clientDir, log, ...options }).catch(async (error: unknown) => {
    await rm(dir, { recursive: true });
    throw error;
  });
  return {
    origin: `http://127.0.0.1:${server.port}`,
    port: server.port,
    storePort: server.store?.port ?? 0,
    dir,
    log: () => lines.join(""),
    async close() {
      await server.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface RawRequest {
  readonly method?: string;
  /** Sent as it is: nothing is normalised. */
  readonly path: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: Buffer;
}

/** A request below what `fetch` allows: any Host, any path. */
export function send(port: number, { method = "GET", path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const req = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () =>
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(chunks).toString() }),
      );
    });
    req.on("error", reject);
    req.end(body);
  });
}

/** Bytes as they are, for what no HTTP client would send; resolves with all that came back. */
export function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.end(text));
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}

export interface TestFile {
  readonly bytes: Buffer;
  readonly md5: string;
  readonly sha1: string;
  readonly size: number;
}

export function fileOf(content: string | Buffer): TestFile {
  const bytes = Buffer.from(content);
  const hex = (algorithm: string) => createHash(algorithm).update(bytes).digest("hex");
  return { bytes, md5: hex("md5"), sha1: hex("sha1"), size: bytes.length };
}

export function signPath({ sha1, md5, size }: Omit<TestFile, "bytes">, type?: string): string {
  const search = new URLSearchParams({ sha1, md5, size: String(size), ...(type !== undefined && { type }) });
  return `/tool/cos/sign?${search}`;
}

/** Asks for a signature and expects to get it. */
export async function signed(origin: string, file: TestFile, type?: string): Promise<SignSuccess> {
  const response = await fetch(`${origin}${signPath(file, type)}`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`sign answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** Sends bytes where a sign answer says, with its headers except those that the HTTP client writes itself. */
export function put(data: SignSuccess["data"], bytes: Buffer): Promise<Response> {
  const headers = Object.entries(data.header).filter(
    ([name]) => !["host", "connection", "content-length"].includes(name.toLowerCase()),
  );
  return fetch(data.url, { method: data.method, headers: Object.fromEntries(headers), body: new Uint8Array(bytes) });
}
