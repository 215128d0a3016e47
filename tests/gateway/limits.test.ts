import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../src/gateway/config/config.ts";
import { DEFAULT_RATE_LIMIT } from "../../src/gateway/config/variables.ts";
import { rateLimited } from "../../src/gateway/http/refusals.ts";
import { clientFinder, clientGroup } from "../../src/gateway/limits/client-address.ts";
import { DailyBytes } from "../../src/gateway/limits/daily-bytes.ts";
import { RateLimiter } from "../../src/gateway/limits/rate-limiter.ts";
import { refusalOf } from "./relay-client.ts";
import { fileOf, put, send, signed, signPath, startTestGateway, type TestGateway } from "./start.ts";

const newFile = (size = 100) => fileOf(randomBytes(size));

describe("RATE_LIMIT", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({
      RATE_LIMIT: "3/h",
      ACCESS_TOKEN: "open-sesame",
      TRUST_PROXY: "127.0.0.1",
    });
  });
  afterAll(() => gateway.close());

  const ask = (client: string, token = "open-sesame") =>
    send(gateway.port, {
      path: signPath(newFile()),
      headers: { "x-forwarded-for": client, authorization: `Bearer ${token}` },
    });

  test("request N+1 is 429 rate_limited with Retry-After; another client is not touched", async () => {
    for (let i = 0; i < 3; i += 1) expect((await ask("198.51.100.1")).status).toBe(200);
    const refused = await ask("198.51.100.1");
    expect(refusalOf(refused)).toMatchObject({ status: 429, reason: "rate_limited" });
    const wait = Number(refused.headers["retry-after"]);
    expect(wait).toBeGreaterThan(1100);
    expect(wait).toBeLessThanOrEqual(1200);
    expect((await ask("198.51.100.2")).status).toBe(200);
  });

  test("addresses of one IPv6 /64 are one client", async () => {
    for (let i = 1; i <= 3; i += 1) expect((await ask(`2001:db8:1:2::${i}`)).status).toBe(200);
    expect((await ask("2001:db8:1:2:3:4:5:6")).status).toBe(429);
    expect((await ask("2001:db8:1:3::1")).status).toBe(200);
  });

  test("guesses at the access token count too", async () => {
    for (let i = 0; i < 3; i += 1) expect((await ask("198.51.100.3", `guess-${i}`)).status).toBe(401);
    expect((await ask("198.51.100.3")).status).toBe(429);
  });

  test("is for signing alone: the page and its configuration stay open", async () => {
    for (let i = 0; i < 5; i += 1) {
      const headers = { "x-forwarded-for": "198.51.100.1" };
      expect((await send(gateway.port, { path: "/api/config", headers })).status).toBe(200);
    }
  });

  test("by default lets one client drop 1,000 files at once, and 1,000 more", () => {
    const { rateLimit } = readConfig({});
    expect(DEFAULT_RATE_LIMIT).toBe("6000/10m");
    const limiter = new RateLimiter(rateLimit ?? { requests: 0, seconds: 1 });
    for (let i = 0; i < 2000; i += 1) expect(limiter.take("a", 0)).toBe(0);
  });

  test("can be off", async () => {
    expect(readConfig({ RATE_LIMIT: "off" }).rateLimit).toBeUndefined();
  });

  test("refills evenly and never beyond the full bucket", () => {
    const limiter = new RateLimiter({ requests: 2, seconds: 10 });
    expect([limiter.take("a", 0), limiter.take("a", 0)]).toEqual([0, 0]);
    expect(limiter.take("a", 0)).toBe(5000);
    expect(limiter.take("a", 4000)).toBe(1000);
    expect(limiter.take("a", 5000)).toBe(0);
    expect(limiter.take("a", 3_600_000)).toBe(0);
    expect(limiter.take("a", 3_600_000)).toBe(0);
    expect(limiter.take("a", 3_600_000)).toBeGreaterThan(0);
  });

  test("beyond 100,000 clients forgets who asked longest ago, and nobody else", () => {
    const limiter = new RateLimiter({ requests: 1, seconds: 3600 });
    expect([limiter.take("first", 0), limiter.take("second", 0)]).toEqual([0, 0]);
    for (let i = 0; i < 99_998; i += 1) limiter.take(`${i}`, 0);
    // It has asked again, so it is not the one that asked longest ago.
    expect(limiter.take("first", 0)).toBeGreaterThan(0);
    limiter.take("one more", 0);
    expect(limiter.take("first", 0)).toBeGreaterThan(0);
    expect(limiter.take("second", 0)).toBe(0);
  });

  test("tells to wait for whole seconds, rounded up, and never for none", () => {
    expect([1, 999, 1001, 0].map((ms) => rateLimited(ms).headers?.["retry-after"])).toEqual(["1", "1", "2", "1"]);
  });
});

describe("the client behind a proxy", () => {
  const request = (remoteAddress: string, forwarded?: string) =>
    ({ socket: { remoteAddress }, headers: { ...(forwarded && { "x-forwarded-for": forwarded }) } }) as IncomingMessage;

  test.each<[string, string[], string, string | undefined, string, boolean]>([
    ["nobody is trusted: the header counts for nothing", [], "203.0.113.9", "1.2.3.4", "203.0.113.9", false],
    ["nobody is trusted, and somebody forwards from this machine", [], "127.0.0.1", "1.2.3.4", "127.0.0.1", false],
    ["on this machine", [], "127.0.0.1", undefined, "127.0.0.1", true],
    ["on this machine, over IPv6", [], "::1", undefined, "::1", true],
    ["on this machine, IPv4 inside IPv6", [], "::ffff:127.0.0.1", undefined, "127.0.0.1", true],
    ["one trusted proxy", ["127.0.0.1"], "127.0.0.1", "198.51.100.7", "198.51.100.7", false],
    ["made-up entries in front", ["127.0.0.1"], "127.0.0.1", "127.0.0.1, 9.9.9.9, 198.51.100.7", "198.51.100.7", false],
    ["two trusted proxies", ["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", "198.51.100.7, 10.1.1.1", "198.51.100.7", false],
    ["an untrusted peer", ["127.0.0.1"], "192.0.2.1", "198.51.100.7", "192.0.2.1", false],
    ["nonsense in the header", ["127.0.0.1"], "127.0.0.1", "unknown, <script>", "127.0.0.1", false],
    ["nothing in the header", ["127.0.0.1"], "127.0.0.1", undefined, "127.0.0.1", true],
    ["a made-up entry before nonsense", ["127.0.0.1"], "127.0.0.1", "9.9.9.9, unknown", "127.0.0.1", false],
    [
      "a proxy that names the port too",
      ["127.0.0.1"],
      "127.0.0.1",
      "9.9.9.9, 198.51.100.7:4711",
      "198.51.100.7",
      false,
    ],
    ["IPv6 with its port", ["::1"], "::1", "9.9.9.9, [2001:db8::7]:4711", "2001:db8::7", false],
    ["IPv6 in brackets", ["::1"], "::1", "[2001:db8::7]", "2001:db8::7", false],
    ["IPv6 behind a proxy", ["::1"], "::1", "2001:db8::7", "2001:db8::7", false],
  ])("%s", (_, trusted, peer, forwarded, address, local) => {
    expect(clientFinder(trusted)(request(peer, forwarded))).toEqual({ address, local });
  });

  test.each(["forwarded", "x-real-ip"])("who comes by a trusted proxy that says %s alone is not local", (header) => {
    const req = { socket: { remoteAddress: "127.0.0.1" }, headers: { [header]: "198.51.100.7" } };
    expect(clientFinder(["127.0.0.1"])(req as unknown as IncomingMessage)).toMatchObject({ local: false });
    expect(clientFinder([])(req as unknown as IncomingMessage)).toMatchObject({ local: false });
  });

  test("IPv6 clients count by their /64", () => {
    expect(clientGroup("2001:db8:1:2:3:4:5:6")).toBe(clientGroup("2001:db8:1:2::ffff"));
    expect(clientGroup("2001:db8:1:2::1")).not.toBe(clientGroup("2001:db8:1:3::1"));
    expect(clientGroup("::1")).toBe("0:0:0:0::/64");
    expect(clientGroup("2001:db8::1:2:3:4:5")).toBe("2001:db8:0:1::/64");
    expect(clientGroup("198.51.100.7")).toBe("198.51.100.7");
  });
});

describe("DAILY_BYTES", () => {
  test("one byte over the day's budget is 429 daily_limit, until midnight in UTC+8", async () => {
    const gateway = await startTestGateway({ DAILY_BYTES: "250", MAX_FILE_SIZE: "100" });
    for (let i = 0; i < 2; i += 1) {
      const file = newFile(100);
      expect((await put((await signed(gateway.origin, file)).data, file.bytes)).status).toBe(200);
    }
    const refused = await send(gateway.port, { path: signPath(newFile(51)) });
    expect(refusalOf(refused)).toMatchObject({ status: 429, reason: "daily_limit" });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(86_400);
    expect((await send(gateway.port, { path: signPath(newFile(50)) })).status).toBe(200);
    await gateway.close();
  });

  test("begins anew with the day, and gives back what was not signed", () => {
    const daily = new DailyBytes(100);
    const evening = Date.parse("2026-01-01T23:59:59+08:00");
    expect(daily.take(100, evening)).toBe(0);
    expect(daily.take(1, evening)).toBe(1000);
    daily.giveBack(1, evening);
    expect(daily.take(1, evening)).toBe(0);
    expect(daily.take(100, evening + 1000)).toBe(0);
  });

  test("what is given back after midnight is yesterday's, and gives nobody more today", () => {
    const daily = new DailyBytes(100);
    const evening = Date.parse("2026-01-01T23:59:59+08:00");
    expect(daily.take(60, evening)).toBe(0);
    expect(daily.take(100, evening + 1000)).toBe(0);
    daily.giveBack(60, evening);
    expect(daily.take(1, evening + 1000)).toBeGreaterThan(0);
  });
});
