import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { askTicket, openPut } from "./relay-client.ts";
import { fileOf, send, startTestGateway } from "./start.ts";

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("a client that goes away while the store's connection is still being made ends its relay at once", async () => {
  // It accepts, and never answers the beginning of TLS; the whole body waits in the gateway then.
  const waiting = new Set<Socket>();
  const mute = createTcpServer((socket) => waiting.add(socket.on("error", () => undefined)));
  onTestFinished(() => {
    for (const socket of waiting) socket.destroy();
  });
  const store = `https://127.0.0.1:${await listen(mute)}`;
  const signApi = createServer((req, res) => {
    const size = new URL(req.url ?? "", "http://sign.invalid").searchParams.get("size");
    const data = { url: `${store}/key`, method: "PUT", header: { "Content-Length": size }, CDN: `${store}/key` };
    res.end(JSON.stringify({ code: 0, message: "", data }));
  });
  const signOrigin = `http://127.0.0.1:${await listen(signApi)}`;
  const gateway = await startTestGateway({ SIGN_API_URL: `${signOrigin}/sign`, RELAY_HOSTS: `${signOrigin} ${store}` });
  onTestFinished(() => gateway.close());
  const underWay = async () =>
    /^cosdrop_relays_under_way (\d+)$/m.exec((await send(gateway.port, { path: "/metrics" })).text)?.[1];

  const file = fileOf(randomBytes(100_000));
  const client = await openPut(gateway.port, await askTicket(gateway.origin, file), file.size);
  client.on("error", () => undefined).write(file.bytes);
  await vi.waitFor(async () => expect([await underWay(), waiting.size]).toEqual(["1", 1]));
  client.destroy();

  await vi.waitFor(async () => expect(await underWay()).toBe("0"), { timeout: 3_000 });
});
