import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { objectPath } from "../../src/cos/object-url.ts";
import { type Put, signedPutHeaders } from "./helpers.ts";

/** A PUT whose body is sent by hand. */
export interface PartialPut {
  /** Resolves once the bytes have left this process. */
  write(bytes: Buffer | string): Promise<void>;
  /** Cuts the connection off. */
  drop(): void;
  /** Resolves with everything that came back, once the server has ended the connection. */
  readonly answer: Promise<string>;
}

/** Unlike `once(socket, "close")` it does not reject when a reset comes first. */
export function whenClosed(socket: Socket): Promise<void> {
  socket.on("error", () => {});
  return new Promise((resolve) => socket.once("close", () => resolve()));
}

/** Sends the head of a signed PUT, and leaves its body to the test. */
export async function beginPut(store: { readonly port: number }, put: Put): Promise<PartialPut> {
  const headers = { ...signedPutHeaders(store, put), Connection: "close", ...put.unsigned };
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(store.port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  const pieces: Buffer[] = [];
  socket.on("data", (piece) => pieces.push(piece));
  const answer = whenClosed(socket).then(() => Buffer.concat(pieces).toString());
  await once(socket, "connect");
  const write = (bytes: Buffer | string) =>
    new Promise<void>((resolve) => {
      socket.write(bytes, () => resolve());
    });
  await write(`PUT ${objectPath(put.key)} HTTP/1.1\r\n${fields.join("")}\r\n`);
  return { write, drop: () => socket.destroy(), answer };
}
