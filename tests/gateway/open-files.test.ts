import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openFilesIn } from "../helpers/open-files.ts";
import { startTestGateway, type TestGateway } from "./start.ts";

async function gatewayOf(): Promise<TestGateway> {
  const gateway = await startTestGateway();
  onTestFinished(() => gateway.close());
  return gateway;
}

const LARGE = "/assets/large-abc.wasm";

/** Asks for a large file so many times at once, and reads no more than the beginning of the first answer. */
async function askAndStall({ port }: TestGateway, times: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => undefined);
  socket.write(`GET ${LARGE} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`.repeat(times));
  await once(socket, "data");
  socket.pause();
  return socket;
}

describe.skipIf(process.platform !== "linux")("the page's files", () => {
  test("are closed when a client leaves in the middle of one", async () => {
    const gateway = await gatewayOf();
    const socket = await askAndStall(gateway, 1);
    const open = () => openFilesIn(join(gateway.dir, "client"));
    expect(open()).toBe(1);
    socket.destroy();
    await expect.poll(open).toBe(0);
  });

  test("are opened one at a time for a client that asks for many at once, and closed when it leaves", async () => {
    const gateway = await gatewayOf();
    const socket = await askAndStall(gateway, 20);
    const open = () => openFilesIn(join(gateway.dir, "client"));
    expect(open()).toBe(1);
    socket.destroy();
    await expect.poll(open).toBe(0);
  });
});

describe("a client that asks far ahead of what it reads", () => {
  test("gets its answers in the order in which it asked", async () => {
    const gateway = await gatewayOf();
    const socket = connect(gateway.port, "127.0.0.1");
    let text = "";
    socket.on("data", (piece) => {
      text += piece.toString();
    });
    const paths = ["/healthz", "/none", "/assets/index-abc.js", "/tool/cos/sign"];
    const heads = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\n\r\n`);
    socket.end(heads.join(""));
    await once(socket, "close");
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(["200", "404", "200", "400"]);
  });

  test("loses its connection before its questions fill the memory", async () => {
    const gateway = await gatewayOf();
    const socket = await askAndStall(gateway, 1);
    socket.resume();
    socket.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\n\r\n`.repeat(1000));
    await once(socket, "close");
    expect((await fetch(`${gateway.origin}/healthz`)).status).toBe(200);
  });
});
