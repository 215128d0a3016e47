import { connect, type Socket } from "node:net";
import { send, signPath, type TestFile } from "./start.ts";

export interface Refused {
  readonly status: number;
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly tips: string;
  readonly requestId: string;
  readonly data: null;
}

/** Asks for a signature; the parsed envelope with the answer's status. */
export async function askSign(origin: string, file: Omit<TestFile, "bytes">, type = "image/png") {
  const response = await fetch(`${origin}${signPath(file, type)}`);
  const body = await response.json();
  return { status: response.status, headers: response.headers, body };
}

/** The relay path of a granted signature. */
export async function askTicket(origin: string, file: Omit<TestFile, "bytes">): Promise<string> {
  const { status, body } = await askSign(origin, file);
  if (status !== 200) throw new Error(`sign answered ${status}: ${JSON.stringify(body)}`);
  return body.data.relay;
}

/** PUTs bytes with a Content-Length, as a browser does. */
export function relay(port: number, path: string, body: Buffer, headers: Record<string, string> = {}) {
  return send(port, { method: "PUT", path, headers: { "content-length": String(body.length), ...headers }, body });
}

/** The head of a PUT on a bare connection; the body is the caller's. */
export function openPut(port: number, path: string, length: number | string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(`PUT ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: ${length}\r\n\r\n`);
      resolve(socket);
    });
    socket.once("error", reject);
  });
}

/** All that a connection still says until it ends. */
export function restOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
  });
}

/** The envelope of a refusal, after checking that it has everything that one has to have. */
export function refusalOf(answer: { readonly status: number; readonly text: string }): Refused {
  const body = JSON.parse(answer.text);
  const names = ["code", "message", "data", "time", "pid", "tips", "reason", "requestId"];
  if (Object.keys(body).join() !== names.join() || body.code !== answer.status || body.data !== null)
    throw new Error(`not a refusal's envelope: ${answer.status} ${answer.text}`);
  return { status: answer.status, ...body };
}
