import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { askTicket, openPut, restOf } from "./relay-client.ts";
import { fileOf, PAGE, startTestGateway, type TestGateway } from "./start.ts";

/** A sign API and the store that it names, on one port. */
async function gatewayBefore(answerPut: RequestListener): Promise<TestGateway> {
  const server = createServer((req, res) => {
    if (req.method === "PUT") return answerPut(req, res);
    const size = new URL(req.url ?? "", "http://sign.invalid").searchParams.get("size");
    const data = { url: `${origin}/key`, method: "PUT", header: { "Content-Length": size }, CDN: `${origin}/key` };
    res.end(JSON.stringify({ code: 0, message: "", data }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gateway = await startTestGateway({ SIGN_API_URL: `${origin}/sign`, RELAY_HOSTS: origin });
  onTestFinished(async () => {
    await gateway.close();
    server.close();
    server.closeAllConnections();
  });
  return gateway;
}

const take: RequestListener = (req, res) => req.on("end", () => res.end()).resume();

describe("a client that ends its side of the connection once it has asked", () => {
  test("gets the page", async () => {
    const gateway = await gatewayBefore(take);
    const socket = connect(gateway.port, "127.0.0.1");
    const rest = restOf(socket);
    socket.end(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\n\r\n`);
    expect((await rest).split("\r\n\r\n")).toEqual([expect.stringMatching(/^HTTP\/1\.1 200 /), PAGE]);
  });

  test.each([100, 100_000, 3_000_000])("is told how its upload of %d bytes went", async (size) => {
    const gateway = await gatewayBefore(take);
    const file = fileOf(randomBytes(size));
    const socket = await openPut(gateway.port, await askTicket(gateway.origin, file), size);
    const rest = restOf(socket);
    socket.end(file.bytes);
    expect((await rest).replace(/^(HTTP\/1\.1 102 Processing\r\n\r\n)+/, "")).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("hears now and then that its upload goes on, which is how the gateway finds out who is gone", async () => {
    const puts: IncomingMessage[] = [];
    let answer = () => {};
    const gateway = await gatewayBefore((req, res) => {
      puts.push(req);
      answer = () => res.end();
    });
    const file = fileOf(randomBytes(100_000));
    const socket = await openPut(gateway.port, await askTicket(gateway.origin, file), file.size);
    const rest = restOf(socket);
    socket.end(file.bytes);
    await Promise.all([once(socket, "data"), expect.poll(() => puts).toHaveLength(1)]);
    puts[0]?.on("end", () => answer()).resume();
    expect(await rest).toMatch(/^(HTTP\/1\.1 102 Processing\r\n\r\n)+HTTP\/1\.1 200 /);
  });
});
