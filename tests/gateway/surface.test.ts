import { rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PublicConfig } from "../../src/contract/config.ts";
import { hostsOf } from "../../src/gateway/addresses.ts";
import { HOSTILE_PATHS } from "./hostile-paths.ts";
import { ASSET, fileOf, PAGE, send, sendRaw, signPath, startTestGateway, type TestGateway } from "./start.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({
    PUBLIC_URL: "http://up.example:8080",
    STORE_PUBLIC_URL: "http://img.example:8081",
    EMBED_ORIGINS: "https://admin.example, https://shop.example:8443",
  });
});
afterAll(() => gateway.close());

describe("endpoints", () => {
  test("GET /api/config answers what the page may know, and nothing else", async () => {
    const answer = await fetch(`${gateway.origin}/api/config`);
    const body = await answer.json();
    expect(answer.status).toBe(200);
    expect(v.parse(PublicConfig, body)).toEqual(body);
    expect(body).toEqual({
      mode: "embedded",
      policy: {
        accept: ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"],
        maxFileSize: 104_857_600,
      },
      tokenRequired: false,
      uploadOrigins: ["http://img.example:8081"],
      embedOrigins: ["https://admin.example", "https://shop.example:8443"],
    });
  });

  test("GET /healthz is 200 and says how the store is", async () => {
    const answer = await fetch(`${gateway.origin}/healthz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: "ok", store: { ok: true, freeBytes: expect.any(Number) } });
  });

  test("GET /healthz is 503 when the store's folder is gone", async () => {
    const failing = await startTestGateway();
    await rm(join(failing.dir, "data"), { recursive: true });
    const answer = await fetch(`${failing.origin}/healthz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ status: "failing", store: { ok: false } });
    await failing.close();
  });

  test("HEAD answers as GET does, without a body", async () => {
    const answer = await send(gateway.port, { method: "HEAD", path: "/healthz" });
    expect(answer).toMatchObject({ status: 200, text: "" });
  });

  test.each(["/api/", "/api/other", "/api/config/", "/tool/", "/tool/cos/other", "/tool/cos/sign/", "/tool/../x"])(
    "%s, which does not exist, is 404 in the envelope, not a page",
    async (path) => {
      const answer = await send(gateway.port, { path });
      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 404, data: null, reason: "not_found" });
    },
  );

  test.each([
    ["POST", "/tool/cos/sign", "GET"],
    ["PUT", "/tool/cos/sign", "GET"],
    ["DELETE", "/api/config", "GET, HEAD"],
    ["POST", "/healthz", "GET, HEAD"],
    ["POST", "/", "GET, HEAD"],
  ])("%s %s is 405 in the envelope and names what is allowed", async (method, path, allow) => {
    const answer = await send(gateway.port, { method, path });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe(allow);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 405, data: null, reason: "method_not_allowed" });
  });

  test("every answer has a request id of its own", async () => {
    const paths = ["/", "/healthz", "/api/config", "/api/other", "/nothing", "/tool/cos/sign"];
    const ids = await Promise.all(
      paths.map(async (path) => (await send(gateway.port, { path })).headers["x-request-id"]),
    );
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(paths.length);
  });
});

describe("the Host header", () => {
  const hosts = () => ({
    right: [
      `localhost:${gateway.port}`,
      `LOCALHOST:${gateway.port}`,
      `127.0.0.1:${gateway.port}`,
      `[::1]:${gateway.port}`,
      "up.example:8080",
    ],
    wrong: [
      "evil.example",
      `evil.example:${gateway.port}`,
      "localhost",
      "localhost:1",
      `localhost.evil.example:${gateway.port}`,
      `localhost:${gateway.port}.evil.example`,
      `evil.example@localhost:${gateway.port}`,
      "up.example",
      "sub.up.example:8080",
      `127.1:${gateway.port}`,
    ],
  });

  test("of this machine or of PUBLIC_URL is answered", async () => {
    for (const host of hosts().right) {
      expect((await send(gateway.port, { path: "/healthz", headers: { host } })).status, host).toBe(200);
    }
  });

  test("may write out the default port", () => {
    const hosts = hostsOf(["https://up.example", "http://localhost", "http://up.example:8080"]);
    expect(Object.fromEntries(hosts)).toEqual({
      "up.example": "https://up.example",
      "up.example:443": "https://up.example",
      localhost: "http://localhost",
      "localhost:80": "http://localhost",
      "up.example:8080": "http://up.example:8080",
    });
  });

  test("of anybody else is refused whatever the request expects", async () => {
    const expectation = { expect: "something-else" };
    const refused = await send(gateway.port, { path: "/healthz", headers: { host: "evil.example", ...expectation } });
    expect(JSON.parse(refused.text)).toMatchObject({ code: 403, reason: "host_refused" });
    expect((await send(gateway.port, { path: "/healthz", headers: expectation })).status).toBe(200);
  });

  test("of anybody else (DNS rebinding) is 403 host_refused, for pages and APIs alike", async () => {
    for (const host of hosts().wrong) {
      for (const path of ["/", "/healthz", "/api/config", signPath(fileOf("x"))]) {
        const answer = await send(gateway.port, { path, headers: { host } });
        expect(answer.status, `${host} ${path}`).toBe(403);
        expect(JSON.parse(answer.text)).toMatchObject({ code: 403, data: null, reason: "host_refused" });
      }
    }
  });

  test("that is an address, as a load balancer's or a collector's, may ask for health and metrics, and for nothing else", async () => {
    const addresses = [
      "10.1.2.3",
      `10.1.2.3:${gateway.port}`,
      `[fd00::7]:${gateway.port}`,
      `127.0.0.2:${gateway.port}`,
    ];
    for (const host of [...addresses, "10.1.2", "10.1.2.3.evil.example", "[fd00::7]evil"]) {
      const known = addresses.includes(host);
      for (const path of ["/healthz", "/metrics", "/", "/api/config", signPath(fileOf("x"))]) {
        const { status } = await send(gateway.port, { path, headers: { host } });
        expect(status, `${host} ${path}`).toBe(known && ["/healthz", "/metrics"].includes(path) ? 200 : 403);
      }
    }
  });

  test("sent twice is refused, whichever comes first", async () => {
    for (const hosts of [
      ["evil.example", `localhost:${gateway.port}`],
      [`localhost:${gateway.port}`, "evil.example"],
    ]) {
      const lines = ["GET /healthz HTTP/1.1", ...hosts.map((host) => `Host: ${host}`), "Connection: close", "", ""];
      expect(await sendRaw(gateway.port, lines.join("\r\n"))).toMatch(/^HTTP\/1\.1 (400|403) /);
    }
  });

  test("left out, as HTTP/1.0 allows and no browser does, is refused, but for HAProxy's health check", async () => {
    const withoutHost = (path: string, version = "1.0") =>
      sendRaw(gateway.port, `GET ${path} HTTP/${version}\r\nConnection: close\r\n\r\n`);
    expect(await withoutHost("/healthz")).toMatch(/^HTTP\/1\.1 200 /);
    for (const path of ["/", "/metrics", "/api/config", signPath(fileOf("x"))])
      expect(await withoutHost(path), path).toMatch(/^HTTP\/1\.1 403 /);
    expect(await withoutHost("/healthz", "1.1")).toMatch(/^HTTP\/1\.1 403 /);
  });

  test("is not overruled by X-Forwarded-Host", async () => {
    const headers = { host: "evil.example", "x-forwarded-host": `localhost:${gateway.port}` };
    expect((await send(gateway.port, { path: "/", headers })).status).toBe(403);
  });

  test("is not overruled by a whole URL in the request line", async () => {
    const path = `http://evil.example/api/config`;
    expect((await send(gateway.port, { path })).status).toBe(400);
  });
});

describe("pages", () => {
  test("come with a Content-Security-Policy that names the store and the embedders, and nothing inline", async () => {
    const answer = await send(gateway.port, { path: "/" });
    expect(answer).toMatchObject({ status: 200, text: PAGE });
    const policy = String(answer.headers["content-security-policy"]);
    const directives = Object.fromEntries(
      policy.split("; ").map((text) => {
        const [name = "", ...sources] = text.split(" ");
        return [name, sources];
      }),
    );
    expect(directives).toEqual({
      "default-src": ["'none'"],
      "script-src": ["'self'", "'wasm-unsafe-eval'"],
      "style-src": ["'self'"],
      "img-src": ["'self'", "blob:", "data:", "https:", "http://img.example:8081"],
      "connect-src": ["'self'", "https:", "http://img.example:8081"],
      "worker-src": ["'self'"],
      "manifest-src": ["'self'"],
      "object-src": ["'none'"],
      "base-uri": ["'none'"],
      "form-action": ["'none'"],
      "frame-ancestors": ["'self'", "https://admin.example", "https://shop.example:8443"],
    });
  });

  test("and every other answer, a refusal too, carry the security headers", async () => {
    for (const path of ["/", "/assets/index-abc.js", "/nothing", "/api/config", "/api/other"]) {
      const { headers } = await send(gateway.port, { path });
      expect(headers, path).toMatchObject({
        "content-security-policy": expect.stringContaining("default-src 'none'"),
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "permissions-policy": expect.stringContaining("camera=()"),
        "cross-origin-opener-policy": "same-origin",
      });
      expect(headers["x-powered-by"]).toBeUndefined();
    }
  });

  test("are asked for again on each use, while hashed assets are kept for ever", async () => {
    expect((await send(gateway.port, { path: "/" })).headers["cache-control"]).toBe("no-cache");
    const asset = await send(gateway.port, { path: "/assets/index-abc.js" });
    expect(asset).toMatchObject({ status: 200, text: ASSET });
    expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  });

  test.each(HOSTILE_PATHS)(
    "that do not exist are 404, and no path leads out of the page's folder: %s",
    async (path) => {
      const answer = await send(gateway.port, { path });
      expect(answer.status).toBe(404);
      expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
    },
  );

  test("come compressed to who can take it", async () => {
    const asset = await send(gateway.port, {
      path: "/assets/index-abc.js",
      headers: { "accept-encoding": "gzip, br" },
    });
    expect(asset.headers).toMatchObject({ "content-encoding": "br", vary: "Accept-Encoding" });
    expect(asset.headers["content-type"]).toBe("text/javascript");
  });

  test("that a new build took away are 404, and the server goes on", async () => {
    await rm(join(gateway.dir, "client/assets/gone-abc.js"));
    expect((await send(gateway.port, { path: "/assets/gone-abc.js" })).status).toBe(404);
    expect((await send(gateway.port, { path: "/" })).status).toBe(200);
  });

  test("take no harm from an odd range", async () => {
    for (const range of ["bytes=5-2", "bytes=-1", "bytes=999999-", "nonsense"]) {
      expect((await send(gateway.port, { path: "/", headers: { range } })).text, range).toBe(PAGE);
    }
  });
});
