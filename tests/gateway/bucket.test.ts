import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import COS from "cos-nodejs-sdk-v5";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { CORS_REQUEST_HEADERS, corsRuleJson, corsRuleXml } from "../../src/gateway/bucket/cors-rule.ts";
import { Reachability } from "../../src/gateway/bucket/reachability.ts";
import { createUpstream } from "../../src/gateway/outgoing/upstream.ts";
import { type RunningStore, type StoreEvent, startStore } from "../../src/store/server.ts";
import { serve } from "./own-store.ts";
import { askSign, refusalOf, relay } from "./relay-client.ts";
import { fileOf, put, startTestGateway, type TestGateway } from "./start.ts";

const KEY = { secretId: "AKIDoperator", secretKey: "operators-secret" };

/** The embedded store plays the bucket; `allowedOrigins` is its CORS rule. */
interface Bucket extends RunningStore {
  readonly origin: string;
  readonly environment: Record<string, string>;
  readonly allowedOrigins: string[];
  readonly events: StoreEvent[];
}

async function startBucket(): Promise<Bucket> {
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-bucket-"));
  const allowedOrigins: string[] = [];
  const events: StoreEvent[] = [];
  const store = await startStore({
    dir,
    host: "127.0.0.1",
    port: 0,
    credentials: KEY,
    allowedOrigins,
    maxObjectSize: 10 * 1024 ** 2,
    limits: { closeGraceMs: 0 },
    log: (event) => events.push(event),
  });
  const origin = `http://127.0.0.1:${store.port}`;
  return {
    ...store,
    origin,
    allowedOrigins,
    events,
    environment: {
      COS_BUCKET: "pictures-1250000000",
      COS_REGION: "ap-guangzhou",
      COS_SECRET_ID: KEY.secretId,
      COS_SECRET_KEY: KEY.secretKey,
      COS_ENDPOINT: origin,
    },
    async close() {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

let bucket: Bucket;
beforeAll(async () => {
  bucket = await startBucket();
});
afterAll(() => bucket.close());

async function gatewayOf(environment: Record<string, string> = {}): Promise<TestGateway> {
  const gateway = await startTestGateway({ ...bucket.environment, ...environment });
  onTestFinished(() => gateway.close());
  return gateway;
}

const newFile = (size = 1000) => fileOf(randomBytes(size));

describe("one's own bucket", () => {
  test("takes a file straight from the page where the route is direct", async () => {
    const gateway = await gatewayOf({ UPLOAD_ROUTE: "direct" });
    const file = newFile();
    const { body } = await askSign(gateway.origin, file);
    expect(body.data.relay ?? body.data.fallback).toBeUndefined();
    expect((await put(body.data, file.bytes)).status).toBe(200);
    expect(Buffer.from(await (await fetch(body.data.CDN)).arrayBuffer()).equals(file.bytes)).toBe(true);
  });

  test("takes a file through the relay where the route is relay", async () => {
    const gateway = await gatewayOf({ UPLOAD_ROUTE: "relay" });
    const file = newFile(300_000);
    const { body } = await askSign(gateway.origin, file);
    const answer = await relay(gateway.port, body.data.relay, file.bytes);
    expect(answer).toMatchObject({ status: 200, headers: { etag: `"${file.md5}"` } });
    expect(Buffer.from(await (await fetch(body.data.CDN)).arrayBuffer()).equals(file.bytes)).toBe(true);
  });

  test("is signed as the official SDK signs it, over every header that counts", async () => {
    const gateway = await gatewayOf({ COS_SESSION_TOKEN: "temporary-token", EXISTS_CHECK: "off" });
    const { body } = await askSign(gateway.origin, newFile());
    const { header, url } = body.data;
    const fields = new URLSearchParams(header.Authorization);
    expect(fields.get("q-header-list")).toBe(
      "content-length;content-md5;content-type;host;x-cos-forbid-overwrite;x-cos-security-token",
    );
    const { Authorization, "User-Agent": agent, Connection, ...signed } = header;
    const official = COS.getAuthorization({
      SecretId: KEY.secretId,
      SecretKey: KEY.secretKey,
      Method: "PUT",
      Pathname: new URL(url).pathname,
      Headers: signed,
      KeyTime: String(fields.get("q-sign-time")),
    });
    expect(Authorization).toBe(official);
    expect(agent).toBe("cosdrop");
    expect(Connection).toBe("keep-alive");
  });

  test("has its own key prefix and CDN domain", async () => {
    const gateway = await gatewayOf({ COS_KEY_PREFIX: "up/2026", CDN_URL: "https://cdn.example" });
    const file = newFile();
    const { body } = await askSign(gateway.origin, file);
    const path = `/up/2026/${file.md5}/${file.sha1}_3e8.png`;
    expect(body.data).toMatchObject({ url: `${bucket.origin}${path}`, CDN: `https://cdn.example${path}` });
  });

  test("never sees the secret leave: not in an answer, not in the configuration, not in the log", async () => {
    const gateway = await gatewayOf({ UPLOAD_ROUTE: "relay" });
    const file = newFile();
    const { body } = await askSign(gateway.origin, file);
    await relay(gateway.port, body.data.relay, file.bytes);
    const config = await (await fetch(`${gateway.origin}/api/config`)).text();
    for (const text of [JSON.stringify(body), config, gateway.log()]) expect(text).not.toContain(KEY.secretKey);
    expect(gateway.log()).not.toContain(KEY.secretId);
  });

  test("whose signature is wrong is told apart: 403 signature_refused through the relay", async () => {
    const gateway = await gatewayOf({ UPLOAD_ROUTE: "relay", COS_SECRET_KEY: "mistyped" });
    const file = newFile();
    const { body } = await askSign(gateway.origin, file);
    const answer = await relay(gateway.port, body.data.relay, file.bytes);
    expect(refusalOf(answer)).toMatchObject({ status: 403, reason: "signature_refused" });
    expect(answer.text).not.toContain("mistyped");
  });
});

describe("an object that is there already", () => {
  test("is an instant upload: data.exists after a signed HEAD, and the link works", async () => {
    const gateway = await gatewayOf({ UPLOAD_ROUTE: "direct" });
    const file = newFile();
    const first = await askSign(gateway.origin, file);
    expect(first.body.data.exists).toBeUndefined();
    await put(first.body.data, file.bytes);
    const second = await askSign(gateway.origin, file);
    expect(second.body.data.exists).toBe(true);
    expect(second.body.data.relay).toBeUndefined();
    expect((await fetch(second.body.data.CDN)).status).toBe(200);
  });

  test("is not looked for with EXISTS_CHECK=off; a second upload by another gateway is settled at the bucket", async () => {
    const settings = { UPLOAD_ROUTE: "relay", EXISTS_CHECK: "off", TICKET_SECRET: "0123456789abcdef0123456789abcdef" };
    const [one, two] = await Promise.all([gatewayOf(settings), gatewayOf(settings)]);
    const file = newFile();
    const { body } = await askSign(one.origin, file);
    expect((await relay(one.port, body.data.relay, file.bytes)).status).toBe(200);
    // The other gateway has not seen this ticket; x-cos-forbid-overwrite and a signed HEAD settle the replay.
    const replay = await relay(two.port, body.data.relay, file.bytes);
    expect(replay).toMatchObject({ status: 200, headers: { etag: `"${file.md5}"` } });
    expect(two.log()).toContain("the object was there already");
    const again = await askSign(one.origin, file);
    expect(again.body.data.exists).toBeUndefined();
  });

  test("costs nothing of the day's bytes", async () => {
    const gateway = await gatewayOf({ UPLOAD_ROUTE: "direct", DAILY_BYTES: "2500", MAX_FILE_SIZE: "1000" });
    const file = newFile(1000);
    await put((await askSign(gateway.origin, file)).body.data, file.bytes);
    for (let i = 0; i < 3; i += 1) expect((await askSign(gateway.origin, file)).body.data.exists).toBe(true);
    expect((await askSign(gateway.origin, newFile(1000))).status).toBe(200);
    expect((await askSign(gateway.origin, newFile(1000))).body.reason).toBe("daily_limit");
  });

  test("is not asked for in vain: a bucket that is away is signed for all the same", async () => {
    const gone = await startBucket();
    const gateway = await startTestGateway({ ...gone.environment, UPLOAD_ROUTE: "direct" });
    await gone.close();
    expect((await askSign(gateway.origin, newFile())).status).toBe(200);
    await gateway.close();
  });
});

describe("UPLOAD_ROUTE=auto", () => {
  test("goes straight to a bucket whose CORS rule names the page, and through the relay to any other", async () => {
    const [open, closed] = await Promise.all([gatewayOf(), gatewayOf()]);
    bucket.allowedOrigins.push(open.origin);
    expect((await askSign(open.origin, newFile())).body.data.relay).toBeUndefined();
    expect((await askSign(closed.origin, newFile())).body.data.relay).toMatch(/^\/upload\//);
    expect(closed.log()).toContain("through the relay");
    bucket.allowedOrigins.length = 0;
  });

  test("offers the relay beside a direct PUT, for a browser that cannot reach the bucket", async () => {
    const gateway = await gatewayOf();
    bucket.allowedOrigins.push(gateway.origin);
    const file = newFile();
    const { body } = await askSign(gateway.origin, file);
    expect(body.data.relay).toBeUndefined();
    expect(await relay(gateway.port, body.data.fallback, file.bytes)).toMatchObject({ status: 200 });
    expect(Buffer.from(await (await fetch(body.data.CDN)).arrayBuffer()).equals(file.bytes)).toBe(true);
    bucket.allowedOrigins.length = 0;
  });
});

test("the CORS rule to paste allows what the preflight asks for, in XML and in JSON", () => {
  const xml = corsRuleXml(["https://up.example"]);
  expect(xml).toContain("<AllowedOrigin>https://up.example</AllowedOrigin>");
  const { CORSRules } = JSON.parse(corsRuleJson(["https://up.example"]));
  expect(CORSRules[0]).toMatchObject({ AllowedOrigins: ["https://up.example"], MaxAgeSeconds: 600 });
  for (const name of CORS_REQUEST_HEADERS) {
    expect(xml).toContain(`<AllowedHeader>${name}</AllowedHeader>`);
    expect(CORSRules[0].AllowedHeaders).toContain(name);
  }
});

test("the CORS rule to paste lets the page read how long to wait, and whether an ETag is an MD5", () => {
  for (const name of ["ETag", "Retry-After", "x-cos-server-side-encryption"])
    expect(corsRuleXml(["https://up.example"])).toContain(`<ExposeHeader>${name}</ExposeHeader>`);
});

test("/healthz says whether the bucket can be reached", async () => {
  const gateway = await gatewayOf();
  const health = await fetch(`${gateway.origin}/healthz`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({ status: "ok", bucket: { state: "reachable" } });
  const lost = await gatewayOf({ COS_ENDPOINT: "http://127.0.0.1:9" });
  const failing = await fetch(`${lost.origin}/healthz`);
  expect(failing.status).toBe(503);
  expect(await failing.json()).toMatchObject({ status: "failing" });
});

test.each([
  [200, true],
  [403, true],
  [404, false],
  [500, false],
])("/healthz takes a bucket that answers HTTP %i for itself, unsigned, for healthy or not: %s", async (status, ok) => {
  const origin = await serve((_, res) => void res.writeHead(status).end());
  const upstream = createUpstream({ namedOrigins: [origin] });
  onTestFinished(() => upstream.close());
  const state = ok ? "reachable" : expect.stringContaining(`HTTP ${status}`);
  const health = await new Reachability(upstream, new URL(`${origin}/`)).health();
  expect(health).toEqual({ ok, details: { bucket: { state } } });
});

test("a bucket is asked for its health once in ten seconds, however often somebody looks", async () => {
  let asked = 0;
  const origin = await serve((_, res) => {
    asked += 1;
    res.end();
  });
  const upstream = createUpstream({ namedOrigins: [origin] });
  onTestFinished(() => upstream.close());
  const reachability = new Reachability(upstream, new URL(`${origin}/`));
  for (let i = 0; i < 3; i += 1) expect((await reachability.health()).ok).toBe(true);
  expect(asked).toBe(1);
});
