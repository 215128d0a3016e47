import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { refusalOf, restOf } from "./relay-client.ts";
import { fileOf, PAGE, signPath, startTestGateway, type TestGateway } from "./start.ts";

/** A connection to the gateway, as a proxy keeps one. */
async function keptConnection({ port }: TestGateway): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

async function gatewayOf(environment: Record<string, string> = {}): Promise<TestGateway> {
  const gateway = await startTestGateway(environment);
  onTestFinished(() => gateway.close());
  return gateway;
}

/** What a connection says up to the end that is waited for. */
function heardUntil(socket: Socket, end: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.endsWith(end)) return;
      socket.off("data", read);
      resolve(text);
    };
    socket.on("data", read);
  });
}

const head = ({ port }: TestGateway, line: string) => `${line} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;

/** A sign API that leaves its answer to the test. */
async function heldSignApi() {
  const waiting: ServerResponse[] = [];
  const server = createServer((_, res) => void waiting.push(res)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const asked = () => (waiting.length > 0 ? Promise.resolve() : once(server, "request"));
  const answer = (size: number) => {
    const data = { url: `${origin}/k`, method: "PUT", header: { "Content-Length": String(size) }, CDN: `${origin}/k` };
    for (const res of waiting) res.end(JSON.stringify({ code: 0, message: "", data }));
  };
  return { environment: { SIGN_API_URL: `${origin}/sign`, RELAY_HOSTS: origin }, asked, answer };
}

describe("a connection that has carried answers", () => {
  test.each([
    ["a method that does not exist", "FOO / HTTP/1.1\r\nHost: x\r\n\r\n", 400],
    ["a control character in a header", "GET / HTTP/1.1\r\nHost: x\r\nX: \u0001\r\n\r\n", 400],
    ["a head that is too large", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`, 431],
  ])("is told of %s, and closed", async (_, bytes, status) => {
    const gateway = await gatewayOf();
    const socket = await keptConnection(gateway);
    for (let i = 0; i < 2; i += 1) {
      const page = heardUntil(socket, PAGE);
      socket.write(head(gateway, "GET /"));
      expect(await page).toMatch(/^HTTP\/1\.1 200 /);
    }
    const rest = restOf(socket);
    socket.write(bytes);
    const [first = "", body = ""] = (await rest).split("\r\n\r\n");
    expect(first).toContain(`HTTP/1.1 ${status} `);
    expect(first).toContain("Connection: close");
    expect(refusalOf({ status, text: body }).reason).toBe("bad_request");
  });

  test("says nothing of bytes that follow a request whose answer is still to come; it is closed after that answer", async () => {
    const signApi = await heldSignApi();
    const gateway = await gatewayOf(signApi.environment);
    const file = fileOf("pending");
    const socket = await keptConnection(gateway);
    const page = heardUntil(socket, PAGE);
    socket.write(head(gateway, "GET /"));
    await page;
    const rest = restOf(socket);
    socket.write(head(gateway, `GET ${signPath(file, "image/png")}`));
    await signApi.asked();
    socket.write("FOO / HTTP/1.1\r\nHost: x\r\n\r\n");
    await expect.poll(() => gateway.log()).toContain("unreadable request");
    // And more of the same is not another one.
    socket.write("FOO / HTTP/1.1\r\nHost: x\r\n\r\n");
    signApi.answer(file.size);
    const text = await rest;
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200"]);
    expect(gateway.log().match(/unreadable request/g)).toHaveLength(1);
  });
});
