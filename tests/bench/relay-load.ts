import { createHash, randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import type { SignData } from "../../src/contract/sign.ts";
import { send, signPath } from "../gateway/start.ts";

/** How much is written at once; a file is the same random MiB over and over. */
const PIECE = 1024 ** 2;

/** A file too large to keep: what it is made of, and its digests. */
export interface BigFile {
  readonly piece: Buffer;
  readonly size: number;
  readonly md5: string;
  readonly sha1: string;
}

export function makeFile(size: number): BigFile {
  const piece = randomBytes(Math.min(size, PIECE));
  const [md5, sha1] = [createHash("md5"), createHash("sha1")];
  for (const part of partsOf(piece, size)) {
    md5.update(part);
    sha1.update(part);
  }
  return { piece, size, md5: md5.digest("hex"), sha1: sha1.digest("hex") };
}

function* partsOf(piece: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < size; at += piece.length) yield piece.subarray(0, Math.min(piece.length, size - at));
}

/** On a connection of its own: making a large file takes longer than a kept one waits. */
export async function sign(port: number, file: BigFile): Promise<SignData> {
  const { text } = await send(port, { path: signPath(file, "image/png") });
  const body = JSON.parse(text);
  if (body.code !== 0) throw new Error(`not signed: ${text}`);
  return body.data;
}

/** Signs all files, `lanes` at a time: hundreds of connections at once would be what is measured of the memory. */
export async function signAll(
  port: number,
  files: readonly BigFile[],
  lanes: number,
): Promise<(readonly [SignData, BigFile])[]> {
  const signed: (readonly [SignData, BigFile])[] = [];
  const queue = [...files];
  const lane = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) signed.push([await sign(port, next), next]);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return signed;
}

/** Which way an upload goes: by the gateway's relay, or by nginx, which passes on what was signed. */
export interface Way {
  readonly name: string;
  readonly port: number;
  /** The process that the bytes go through. */
  readonly pid: number;
  readonly head: (data: SignData) => { readonly path: string; readonly headers: Record<string, string> };
}

export const byRelay = (port: number, pid: number): Way => ({
  name: "relay",
  port,
  pid,
  head: (data) => ({ path: data.relay ?? "", headers: {} }),
});

export const byNginx = (port: number, pid: number): Way => ({
  name: "nginx",
  port,
  pid,
  head: (data) => {
    const { Host: _host, Connection: _connection, ...headers } = data.header;
    return { path: new URL(data.url).pathname, headers };
  },
});

/** Sends a file, with back-pressure; rejects unless the answer is 200. */
export function upload(way: Way, agent: Agent, data: SignData, file: BigFile): Promise<void> {
  const { path, headers } = way.head(data);
  return new Promise((resolve, reject) => {
    const length = { "content-length": String(file.size) };
    const options = { host: "127.0.0.1", port: way.port, method: "PUT", path, agent };
    const req = request({ ...options, headers: { ...headers, ...length } }, (res) => {
      let text = "";
      res.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      res.on("end", () =>
        res.statusCode === 200 ? resolve() : reject(new Error(`${way.name}: HTTP ${res.statusCode} ${text}`)),
      );
    });
    req.on("error", reject);
    const parts = partsOf(file.piece, file.size);
    const pump = () => {
      for (let part = parts.next(); ; part = parts.next()) {
        if (part.done) return req.end();
        if (!req.write(part.value)) return req.once("drain", pump);
      }
    };
    pump();
  });
}

/** Sends all files, `lanes` at a time, over kept connections; seconds. */
export async function uploadAll(
  way: Way,
  signed: readonly (readonly [SignData, BigFile])[],
  lanes: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const queue = [...signed];
  const started = performance.now();
  const lane = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) await upload(way, agent, ...next);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return seconds;
}
