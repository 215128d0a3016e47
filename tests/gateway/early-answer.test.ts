import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { relayingTo, serve } from "./own-store.ts";
import { askTicket, openPut, refusalOf, relay, restOf } from "./relay-client.ts";
import { fileOf, send } from "./start.ts";

/** More than the kernel and the relay hold between a client and a store that reads nothing. */
const FILE = fileOf(randomBytes(24 * 1024 ** 2));

type Misbehaviour = (req: IncomingMessage, res: ServerResponse) => void;

/** A bucket that reads nothing of a PUT; `misbehave` is what it does with the PUT in the end. */
async function startStalledBucket() {
  let arrived: (put: { req: IncomingMessage; res: ServerResponse }) => void;
  const put = new Promise<{ req: IncomingMessage; res: ServerResponse }>((resolve) => {
    arrived = resolve;
  });
  const origin = await serve((req, res) => arrived({ req, res }));
  return { gateway: await relayingTo(origin, { EXISTS_CHECK: "off" }), put };
}

/** Bytes that the relay has taken, once it takes no more. */
async function standstill(port: number): Promise<number> {
  let [before, now] = [-1, 0];
  while (now === 0 || now !== before) {
    before = now;
    await new Promise((go) => setTimeout(go, 100));
    const { text } = await send(port, { path: "/metrics" });
    now = Number(/^cosdrop_relay_bytes_total (\d+)$/m.exec(text)?.[1]);
  }
  return now;
}

test.each<[string, Misbehaviour, number, string]>([
  [
    "refuses",
    (_, res) => res.writeHead(503).end("<Error><Code>SlowDown</Code><Message>x</Message></Error>"),
    503,
    "store_busy",
  ],
  ["resets its connection", (req) => req.socket.resetAndDestroy(), 502, "put_unreachable"],
])(
  "a store that stops reading and then %s: a client that reads only after it has written gets the answer",
  async (_, misbehave, status, reason) => {
    const { gateway, put } = await startStalledBucket();
    const path = await askTicket(gateway.origin, FILE);
    const socket = connect(gateway.port, "127.0.0.1").pause();
    socket.on("error", () => undefined);
    onTestFinished(() => void socket.destroy());
    socket.write(`PUT ${path} HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nContent-Length: ${FILE.size}\r\n\r\n`);
    const written = new Promise<void>((resolve, reject) =>
      socket.write(FILE.bytes, (error) => (error ? reject(error) : resolve())),
    );
    const { req, res } = await put;
    expect(await standstill(gateway.port)).toBeLessThan(FILE.size);
    misbehave(req, res);
    await written;
    socket.once("data", () => socket.end());
    const answer = restOf(socket);
    socket.resume();
    const [head = "", body = ""] = (await answer).split("\r\n\r\n");
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(refusalOf({ status, text: body }).reason).toBe(reason);
  },
);

test("a store that says 200 before it has the whole body has not stored it, whatever its ETag says", async () => {
  const file = fileOf(randomBytes(400_000));
  const sent = 200_000;
  let taken = 0;
  const origin = await serve((req, res) => {
    req.on("data", (piece: Buffer) => {
      taken += piece.length;
      // By now the relay has nothing left but the last piece that it got, which it holds back.
      if (taken > sent - 65_536 && !res.headersSent)
        res.writeHead(200, { etag: `"${file.md5}"`, "content-length": 0 }).end();
    });
  });
  const gateway = await relayingTo(origin, { EXISTS_CHECK: "off" });
  const socket = await openPut(gateway.port, await askTicket(gateway.origin, file), file.size);
  const answer = restOf(socket);
  socket.once("data", () => socket.end());
  socket.write(file.bytes.subarray(0, sent));
  expect(await answer).toMatch(/^HTTP\/1\.1 502 /);
});

test("a store that says 102 first is still given the whole body", async () => {
  const file = fileOf(randomBytes(3 * 1024 ** 2));
  let taken = 0;
  const origin = await serve(async (req, res) => {
    res.writeProcessing();
    for await (const piece of req) taken += piece.length;
    res.writeHead(200, { etag: `"${file.md5}"` }).end();
  });
  const gateway = await relayingTo(origin, { EXISTS_CHECK: "off" });
  expect((await relay(gateway.port, await askTicket(gateway.origin, file), file.bytes)).status).toBe(200);
  expect(taken).toBe(file.size);
});
