import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLimitedServer, DEFAULT_CONNECTION_LIMITS } from "../../src/gateway/http/connection-limits.ts";
import { createUpstream, UPSTREAM_BUFFER_BYTES } from "../../src/gateway/outgoing/upstream.ts";
import { RelayFailure } from "../../src/gateway/relay/forward-body.ts";
import { Relay } from "../../src/gateway/relay/relay.ts";
import { DEFAULT_LIMITS } from "../../src/store/limits.ts";
import { openPut, refusalOf, restOf } from "./relay-client.ts";
import { fileOf, send, sendRaw, startTestGateway, type TestGateway } from "./start.ts";

const MIB = 1024 ** 2;

/** The most that Linux lets a connection's two buffers grow to: between two processes, bytes can wait in both. */
function connectionBuffers(): number {
  const largest = (name: string) => Number(readFileSync(`/proc/sys/net/ipv4/${name}`, "utf8").trim().split(/\s+/)[2]);
  return largest("tcp_rmem") + largest("tcp_wmem");
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));
}

describe("progress means bytes that the store took", () => {
  test("what the relay has read never runs further ahead of a slow store than one connection's buffers and 1 MiB", async () => {
    // A store that reads what it is allowed to, and a relay that is asked directly: both ends can be counted exactly.
    const bound = connectionBuffers() + MIB;
    const size = bound + 8 * MIB;
    let allowed = 0;
    let taken = 0;
    let wake = () => {};
    const store = createServer(async (req, res) => {
      req.socket.setNoDelay(true);
      for await (const piece of req) {
        taken += piece.length;
        while (taken >= allowed) await new Promise<void>((go) => (wake = go));
      }
      res.end();
    });
    const storePort = await listen(store);
    const upstream = createUpstream({ namedOrigins: [`http://127.0.0.1:${storePort}`] });
    const relay = new Relay({ upstream, ticketSecret: undefined, signHead: () => ({}) });
    const file = fileOf(Buffer.alloc(size, randomBytes(64 * 1024)));
    let read = 0;

    const front = createServer((req, res) => {
      const grant = {
        url: `http://127.0.0.1:${storePort}/a`,
        headers: { host: `127.0.0.1:${storePort}`, "content-length": String(size) },
        md5: file.md5,
        sha1: file.sha1,
        size,
        expires: Date.now() + 60_000,
      };
      const count = (bytes: number) => {
        read += bytes;
      };
      relay.send(grant, req, count).then(() => res.end("done"));
    });
    const socket = await openPut(await listen(front), "/", size);
    const answer = restOf(socket);
    socket.write(file.bytes);

    /** Waits until nothing moves any more. */
    const settled = async () => {
      let before = -1;
      while (before !== read) {
        before = read;
        await new Promise((go) => setTimeout(go, 100));
      }
    };
    await settled();
    const aheadAtStandstill = read - taken;
    expect(read).toBeLessThan(size);
    expect(aheadAtStandstill).toBeLessThanOrEqual(bound);

    // In small steps: the client is let on no faster than the store takes.
    for (const step of [2, 4, 6]) {
      allowed = step * MIB;
      wake();
      await settled();
      expect(read - taken).toBeLessThanOrEqual(bound);
    }
    allowed = Number.POSITIVE_INFINITY;
    wake();
    await vi.waitFor(() => expect(taken).toBe(size), 10_000);
    socket.end();
    expect(await answer).toContain("done");
    upstream.close();
    for (const server of [store, front]) {
      server.close();
      server.closeAllConnections();
    }
  });

  test("in the relay itself no more waits than its own small buffer", () => {
    expect(UPSTREAM_BUFFER_BYTES).toBeLessThanOrEqual(MIB / 4);
  });
});

describe("a slow or silent client", () => {
  /** A relay alone, with limits short enough for a test. */
  async function withRelay(
    { storeSilenceMs = 60_000, ...limits }: Partial<typeof DEFAULT_LIMITS> & { readonly storeSilenceMs?: number },
    use: (port: number, size: number) => Promise<void>,
  ) {
    const file = fileOf(Buffer.alloc(100_000, "x"));
    const store = createServer((req) => req.resume());
    const origin = `http://127.0.0.1:${await listen(store)}`;
    const upstream = createUpstream({ namedOrigins: [origin], silenceMs: storeSilenceMs });
    const relay = new Relay({
      upstream,
      ticketSecret: undefined,
      signHead: () => ({}),
      limits: { ...DEFAULT_LIMITS, ...limits },
    });
    const server = createServer((req, res) => {
      const headers = { host: new URL(origin).host, "content-length": String(file.size) };
      const { md5, sha1, size } = file;
      const grant = { url: `${origin}/slow`, headers, md5, sha1, size, expires: Date.now() + 60_000 };
      relay
        .send(grant, req, () => undefined)
        .catch((error: unknown) =>
          res.end(error instanceof RelayFailure ? `${error.refusal.status} ${error.refusal.reason}` : String(error)),
        );
    });
    await use(await listen(server), file.size);
    upstream.close();
    for (const each of [server, store]) {
      each.close();
      each.closeAllConnections();
    }
  }

  test("that stops sending is dropped with put_stalled", async () => {
    await withRelay({ idleMs: 200 }, async (port, size) => {
      const socket = await openPut(port, "/", size);
      socket.write("a few bytes");
      socket.once("data", () => socket.end());
      expect(await restOf(socket)).toContain("408 put_stalled");
    });
  });

  test("that sends a byte now and then is dropped with put_stalled, though it is never silent", async () => {
    await withRelay({ idleMs: 5_000, rateWindowMs: 300, minBytesPerSecond: 1000 }, async (port, size) => {
      const socket = await openPut(port, "/", size);
      const drip = setInterval(() => socket.write("x"), 20);
      socket.once("data", () => socket.end());
      expect(await restOf(socket)).toContain("408 put_stalled");
      clearInterval(drip);
    });
  });

  test("is told apart from a store that never answers: 504", async () => {
    await withRelay({ storeSilenceMs: 200 }, async (port, size) => {
      const socket = await openPut(port, "/", size);
      socket.once("data", () => socket.end());
      socket.write("x".repeat(size));
      expect(await restOf(socket)).toContain("504 put_stalled");
    });
  });

  test("is told by its pace, not by how long its request takes: no whole upload is cut for its length", () => {
    const watch = { refused: () => undefined, dropped: () => undefined };
    const server = createLimitedServer(() => undefined, { ...DEFAULT_CONNECTION_LIMITS, silentSocketMs: 77 }, watch);
    expect([server.requestTimeout, server.timeout]).toEqual([0, 77]);
  });

  test("the limits that run are those of the store: 20 s of silence, 1 KiB a second", () => {
    expect(DEFAULT_LIMITS).toMatchObject({ idleMs: 20_000, minBytesPerSecond: 1024 });
  });
});

describe("slow-loris", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({}, { limits: { headersMs: 300, maxConnections: 8, lingerMs: 200 } });
  });
  afterAll(() => gateway.close());

  const open = () =>
    new Promise<Socket>((resolve) => {
      const socket = connect(gateway.port, "127.0.0.1", () => resolve(socket));
      socket.on("error", () => undefined);
    });

  test("a head that is dripped byte by byte is cut off with 408 in the envelope", async () => {
    const socket = await open();
    socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    const drip = setInterval(() => socket.write("a"), 50);
    const text = await restOf(socket);
    clearInterval(drip);
    const [head = "", body = ""] = text.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 408 /);
    expect(refusalOf({ status: 408, text: body }).message).toContain("不完整");
  });

  test("a connection that says nothing is closed without a word, which could be taken for a later request's answer", async () => {
    const unreadable = async () =>
      /^cosdrop_unreadable_requests_total.*$/m.exec((await send(gateway.port, { path: "/metrics" })).text)?.[0];
    const before = await unreadable();
    expect(before).toBeDefined();
    expect(await restOf(await open())).toBe("");
    expect(await unreadable()).toBe(before);
  });

  test("connections beyond the limit are turned away, and those within it still work afterwards", async () => {
    const sockets = await Promise.all(Array.from({ length: 12 }, open));
    await Promise.all(sockets.map((socket) => restOf(socket)));
    expect((await send(gateway.port, { path: "/healthz" })).status).toBe(200);
  });

  test("a refused body that never ends is not read for ever", async () => {
    const socket = await openPut(gateway.port, "/tool/unknown", 1_000_000_000);
    const drip = setInterval(() => socket.write("a".repeat(1000)), 20);
    const text = await restOf(socket);
    clearInterval(drip);
    expect(text).toMatch(/^HTTP\/1\.1 404 /);
  });

  test("a refused body that does end leaves a connection that outlives the wait for it", async () => {
    const socket = await open();
    const said = (pattern: RegExp) =>
      new Promise<void>((resolve) => {
        let text = "";
        socket.on("data", function read(chunk: Buffer) {
          text += chunk.toString();
          if (!pattern.test(text)) return;
          socket.off("data", read);
          resolve();
        });
      });
    socket.write("PUT /tool/unknown HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\nhalf");
    await said(/^HTTP\/1\.1 403 /);
    socket.write("half");
    // Longer than lingerMs.
    await new Promise((go) => setTimeout(go, 400));
    socket.write(`GET /healthz HTTP/1.1\r\nHost: localhost:${gateway.port}\r\n\r\n`);
    await said(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  test.each([
    ["a head that is too large", `GET / HTTP/1.1\r\nX: ${"a".repeat(20_000)}\r\n\r\n`, 431],
    ["no HTTP at all", "\u0016\u0003\u0001 TLS to a plain port\r\n\r\n", 400],
    ["a line break inside a header name", "GET / HTTP/1.1\r\nHo\nst: x\r\n\r\n", 400],
    ["two lengths", "PUT /upload/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400],
    [
      "a length and chunks",
      "PUT /upload/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      400,
    ],
  ])("%s is refused in the envelope", async (_, bytes, status) => {
    const socket = await open();
    socket.write(bytes);
    const text = await restOf(socket);
    const [head = "", body = ""] = text.split("\r\n\r\n");
    expect(head).toContain(`HTTP/1.1 ${status} `);
    const { tips, requestId } = refusalOf({ status, text: body });
    expect(tips).toMatch(/^The /);
    const line = gateway
      .log()
      .split("\n")
      .find((entry) => entry.includes(requestId));
    expect(JSON.parse(line ?? "{}")).toMatchObject({ msg: "unreadable request", status, reason: "bad_request" });
  });

  test("what never became a request stands in /metrics, and dropped connections in the log as well", async () => {
    const own = await startTestGateway({}, { limits: { maxConnections: 1 } });
    await sendRaw(own.port, "no HTTP at all\r\n\r\n");
    const held = connect(own.port, "127.0.0.1");
    await new Promise((go) => held.once("connect", go));
    expect(await restOf(connect(own.port, "127.0.0.1"))).toBe("");
    held.write(`GET /metrics HTTP/1.1\r\nHost: localhost:${own.port}\r\nConnection: close\r\n\r\n`);
    const text = await restOf(held);
    expect(text).toContain('cosdrop_unreadable_requests_total{status="400"} 1\n');
    expect(text).toContain("cosdrop_dropped_connections_total 1\n");
    expect(own.log()).toContain("too many connections");
    await own.close();
  });

  test("connections beyond the embedded store's limit stand there as well", async () => {
    const own = await startTestGateway();
    const held: Socket[] = [];
    for (let i = 0; i < DEFAULT_LIMITS.maxConnections; i += 1) {
      const socket = connect(own.storePort, "127.0.0.1");
      held.push(socket);
      await new Promise((go) => socket.once("connect", go));
    }
    expect(await restOf(connect(own.storePort, "127.0.0.1"))).toBe("");
    expect((await send(own.port, { path: "/metrics" })).text).toContain("cosdrop_dropped_connections_total 1\n");
    expect(own.log()).toContain("too many connections to the store");
    for (const socket of held) socket.destroy();
    await own.close();
  });
});
