import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { ask } from "../../src/gateway/outgoing/ask.ts";
import { AnswerTooLongError } from "../../src/gateway/outgoing/exchange.ts";
import type { ResolvedAddress } from "../../src/gateway/outgoing/guarded-lookup.ts";
import { createUpstream, SilenceError, type UpstreamOptions } from "../../src/gateway/outgoing/upstream.ts";

/** A server, everything that reached it, and the way to it. */
async function startPair(listener: RequestListener, options: Partial<UpstreamOptions> = {}) {
  const seen: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((req, res) => {
    seen.push(`${req.method} ${req.url}`);
    listener(req, res);
  });
  server.on("connection", (socket) => sockets.push(socket));
  server.listen(0, "127.0.0.1");
  await new Promise((ready) => server.once("listening", ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const upstream = createUpstream({ namedOrigins: [origin], ...options });
  onTestFinished(() => {
    upstream.close();
    server.close();
    server.closeAllConnections();
  });
  return { seen, sockets, upstream, url: new URL(`${origin}/object`), port: Number(new URL(origin).port) };
}

const HEAD = { method: "HEAD", headers: {}, deadlineMs: 5_000, cap: 0 } as const;

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

test("HEADs one after another use kept connections", async () => {
  const { upstream, url, sockets } = await startPair((_, res) => res.writeHead(200, { "content-length": 7 }).end());
  for (let i = 0; i < 10; i += 1) {
    const { status, headers } = await ask(upstream, url, HEAD);
    expect([status, headers["content-length"]]).toEqual([200, "7"]);
  }
  // A connection rests for a turn of the event loop, so two take turns.
  expect(sockets.length).toBeLessThanOrEqual(2);
});

test("a HEAD whose connection the server cuts fails, and is not sent again", async () => {
  const { upstream, url, seen } = await startPair((req) => req.socket.destroy());
  await expect(ask(upstream, url, HEAD)).rejects.toThrow();
  await expect(ask(upstream, url, HEAD)).rejects.toThrow();
  expect(seen).toHaveLength(2);
});

test("a PUT whose connection the server cuts in the middle fails, and is not sent again", async () => {
  const { upstream, url, seen } = await startPair((req) => req.once("data", () => req.socket.resetAndDestroy()));
  async function* body() {
    yield Buffer.from("half");
    await new Promise(() => undefined);
  }
  const request = { method: "PUT", headers: { "content-length": "8" }, body: body(), cap: 100 } as const;
  await expect(upstream.open(url, request).answer).rejects.toThrow();
  expect(seen).toEqual(["PUT /object"]);
});

test("a body goes out under its Content-Length, as sent and unchunked", async () => {
  let got = "";
  const { upstream, url } = await startPair(async (req, res) => {
    for await (const piece of req) got += piece;
    res.end(JSON.stringify(req.rawHeaders));
  });
  const headers = { host: url.host, "content-length": "8", "x-cos-meta-a": "b" };
  const { answer } = upstream.open(url, { method: "PUT", headers, body: pieces("half", "half"), cap: 1000 });
  const { body } = await answer;
  expect(got).toBe("halfhalf");
  expect(JSON.parse(body).toSorted()).toEqual(
    ["host", url.host, "connection", "keep-alive", "x-cos-meta-a", "b", "content-length", "8"].toSorted(),
  );
});

test("a body that is shorter than its Content-Length fails, and its connection is cut", async () => {
  let ended = false;
  const { upstream, url, sockets } = await startPair((req) => {
    req.resume().once("end", () => {
      ended = true;
    });
    req.on("error", () => undefined);
  });
  const request = { method: "PUT", headers: { "content-length": "8" }, body: pieces("half"), cap: 100 } as const;
  await expect(upstream.open(url, request).answer).rejects.toThrow();
  await vi.waitFor(() => expect(sockets.every((socket) => socket.destroyed)).toBe(true));
  expect(ended).toBe(false);
});

test("a redirect is an answer, and nobody goes there", async () => {
  const { upstream, url, seen } = await startPair((_, res) => res.writeHead(307, { location: "/elsewhere" }).end());
  expect((await ask(upstream, url, HEAD)).status).toBe(307);
  expect(seen).toEqual(["HEAD /object"]);
});

test("what is only informational is not the answer", async () => {
  const { upstream, url } = await startPair((_, res) => {
    res.writeEarlyHints({ link: "</a>; rel=preload" });
    res.writeHead(404).end();
  });
  expect((await ask(upstream, url, HEAD)).status).toBe(404);
});

test("an answer longer than allowed is cut off", async () => {
  const { upstream, url, sockets } = await startPair((_, res) => res.end("x".repeat(101)));
  await expect(ask(upstream, url, { ...HEAD, method: "GET", cap: 100 })).rejects.toThrow(AnswerTooLongError);
  await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true));
});

test("a connection without a sound for too long is given up", async () => {
  const { upstream, url, sockets } = await startPair(() => undefined, { silenceMs: 50 });
  await expect(ask(upstream, url, HEAD)).rejects.toThrow(SilenceError);
  await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true));
});

test("a request that is cut before it has a connection fails at once, and is never sent", async () => {
  let resolved: (addresses: readonly ResolvedAddress[]) => void = () => undefined;
  const resolve = () =>
    new Promise<readonly ResolvedAddress[]>((take) => {
      resolved = take;
    });
  const { upstream, seen, port } = await startPair((_, res) => res.end(), { resolve });
  const named = createUpstream({ namedOrigins: [], resolve });
  onTestFinished(() => named.close());
  const { answer, cut } = named.open(new URL(`http://store.example:${port}/`), HEAD);
  cut(new Error("changed my mind"));
  await expect(answer).rejects.toThrow("changed my mind");
  resolved([{ address: "127.0.0.1", family: 4 }]);
  expect((await ask(upstream, new URL(`http://127.0.0.1:${port}/later`), HEAD)).status).toBe(200);
  expect(seen).toEqual(["HEAD /later"]);
});
