import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { askTicket, refusalOf, restOf } from "./relay-client.ts";
import { fileOf, send, startTestGateway } from "./start.ts";

/** More than the kernel and the relay hold between a client and a store that reads nothing. */
const FILE = fileOf(randomBytes(24 * 1024 ** 2));

type Misbehaviour = (req: IncomingMessage, res: ServerResponse) => void;

/** A bucket that reads nothing of a PUT; `misbehave` is what it does with the PUT in the end. */
async function startStalledBucket() {
  let arrived: (put: { req: IncomingMessage; res: ServerResponse }) => void;
  const put = new Promise<{ req: IncomingMessage; res: ServerResponse }>((resolve) => {
    arrived = resolve;
  });
  const store = createServer((req, res) => arrived({ req, res })).listen(0, "127.0.0.1");
  await new Promise((ready) => store.once("listening", ready));
  const gateway = await startTestGateway({
    COS_BUCKET: "pictures-1250000000",
    COS_REGION: "ap-guangzhou",
    COS_SECRET_ID: "AKIDoperator",
    COS_SECRET_KEY: "operators-secret",
    COS_ENDPOINT: `http://127.0.0.1:${(store.address() as AddressInfo).port}`,
    UPLOAD_ROUTE: "relay",
    EXISTS_CHECK: "off",
  });
  onTestFinished(async () => {
    await gateway.close();
    store.close();
    store.closeAllConnections();
  });
  return { gateway, put };
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
