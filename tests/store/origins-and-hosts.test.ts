import { describe, expect, test } from "vitest";
import { isAllowedHost, isAllowedOrigin } from "../../src/store/hosts.ts";
import { APP_ORIGIN, getObject, openStore, putObject, send, sendRaw } from "./helpers.ts";

describe("a Host header", () => {
  test.each(["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])("%s with the store's port is taken", async (name) => {
    const store = await openStore();
    const answer = await send(store, { method: "GET", target: "/k", headers: { Host: `${name}:${store.port}` } });
    expect(answer.code).toBe("NoSuchKey");
  });

  test.each([
    "evil.example",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost.:PORT",
    "evil.localhost:PORT",
    "127.0.0.2:PORT",
    "[::2]:PORT",
  ])("%s is refused with 403, whatever the method", async (host) => {
    const store = await openStore();
    const headers = { Host: host.replace("PORT", String(store.port)), Origin: APP_ORIGIN };
    for (const method of ["GET", "PUT", "OPTIONS"]) {
      const answer = await send(store, { method, target: "/k", headers });
      expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    }
  });

  test("of a public name is taken once it is listed, exactly", async () => {
    const store = await openStore({ allowedHosts: ["files.example"] });
    const codeFor = async (Host: string) =>
      (await send(store, { method: "GET", target: "/k", headers: { Host } })).code;
    expect(await codeFor("files.example")).toBe("NoSuchKey");
    expect(await codeFor("Files.Example")).toBe("NoSuchKey");
    expect(await codeFor("files.example:8080")).toBe("AccessDenied");
    expect(await codeFor("x.files.example")).toBe("AccessDenied");
  });

  test("that is missing is refused in XML", async () => {
    const store = await openStore();
    const answer = await sendRaw(store, "GET /k HTTP/1.1\r\nConnection: close\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).toContain("<Code>AccessDenied</Code>");
  });

  test("that is given twice is refused", async () => {
    const store = await openStore();
    const host = `Host: localhost:${store.port}\r\n`;
    const answer = await sendRaw(store, `GET /k HTTP/1.1\r\n${host}${host}Connection: close\r\n\r\n`);
    expect(answer).toContain("<Code>InvalidRequest</Code>");
  });

  test("may not hide behind a whole URL: both are checked", async () => {
    const store = await openStore();
    const Host = `127.0.0.1:${store.port}`;
    const codeFor = async (target: string) => (await send(store, { method: "GET", target, headers: { Host } })).code;
    expect(await codeFor(`http://${Host}/k`)).toBe("NoSuchKey");
    expect(await codeFor("http://evil.example/k")).toBe("InvalidURI");
  });

  test("of a public name is taken in any case, however it was listed", () => {
    expect(isAllowedHost("files.example", 9000, ["Files.Example"])).toBe(true);
    expect(isAllowedHost("FILES.example", 9000, ["files.example"])).toBe(true);
  });

  test("on port 80 needs no port", () => {
    expect(isAllowedHost("localhost", 80, [])).toBe(true);
    expect(isAllowedHost("localhost", 9000, [])).toBe(false);
  });
});

describe("origins", () => {
  test.each([
    ["http://localhost:5173", true],
    ["http://127.0.0.1:5173", true],
    ["http://[::1]:5173", true],
    ["https://localhost:5173", false],
    ["http://localhost:5174", false],
    ["http://localhost", false],
    ["http://localhost:5173/", false],
    ["http://localhost:5173@evil.example", false],
    ["http://localhost.evil.example:5173", false],
    ["http://loopback:5173", false],
    ["http://the loopback:5173", false],
    ["http://the%20loopback:5173", false],
    ["null", false],
    ["", false],
    ["*", false],
  ])("with http://localhost:5173 listed, %j is allowed: %s", (origin, allowed) => {
    expect(isAllowedOrigin(origin, ["http://localhost:5173"])).toBe(allowed);
  });

  test("a listed public origin is matched exactly", () => {
    expect(isAllowedOrigin("https://app.example", ["https://app.example"])).toBe(true);
    expect(isAllowedOrigin("http://app.example", ["https://app.example"])).toBe(false);
    expect(isAllowedOrigin("https://a.app.example", ["https://app.example"])).toBe(false);
  });
});

describe("CORS", () => {
  const PREFLIGHT = {
    Origin: APP_ORIGIN,
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers":
      "authorization,content-md5,content-type,x-cos-forbid-overwrite,x-cos-security-token",
  };

  test("a preflight of the app's page is answered without a signature, the origin echoed", async () => {
    const store = await openStore();
    const answer = await send(store, { method: "OPTIONS", target: "/k", headers: PREFLIGHT });
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(0);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": APP_ORIGIN,
      "access-control-allow-methods": "PUT, GET, HEAD",
      "access-control-allow-headers":
        "authorization, content-md5, content-type, x-cos-forbid-overwrite, x-cos-security-token",
      "access-control-max-age": "600",
      "access-control-expose-headers": "ETag, Date, Retry-After, x-cos-request-id, x-cos-hash-crc64ecma",
      vary: expect.stringContaining("Origin"),
    });
    expect(answer.headers).not.toHaveProperty("access-control-allow-credentials");
  });

  test.each<[string, Record<string, string>]>([
    ["another page", { Origin: "http://evil.example" }],
    ["a sandboxed page", { Origin: "null" }],
    ["another method", { "Access-Control-Request-Method": "DELETE" }],
    ["another header", { "Access-Control-Request-Headers": "authorization,x-evil" }],
  ])("a preflight of %s is 403 AccessForbidden", async (_, change) => {
    const store = await openStore();
    const answer = await send(store, { method: "OPTIONS", target: "/k", headers: { ...PREFLIGHT, ...change } });
    expect(answer).toMatchObject({ status: 403, code: "AccessForbidden" });
    expect(answer.headers).not.toHaveProperty("access-control-allow-headers");
  });

  test("a preflight that names no origin or no method is 403", async () => {
    const store = await openStore();
    const { Origin, "Access-Control-Request-Method": method } = PREFLIGHT;
    const without = [{ Origin }, { "Access-Control-Request-Method": method }];
    for (const headers of without)
      expect((await send(store, { method: "OPTIONS", target: "/k", headers })).code).toBe("AccessForbidden");
  });

  test("the app's page may read every answer, refusals too; loopback's other names count as the app's", async () => {
    const store = await openStore();
    await putObject(store, { key: "k", body: "b" });
    for (const Origin of [APP_ORIGIN, "http://127.0.0.1:5173", "http://[::1]:5173"])
      for (const key of ["k", "nothing"])
        expect((await getObject(store, key, { Origin })).headers["access-control-allow-origin"]).toBe(Origin);
  });

  test("another page may show an object, but not read it", async () => {
    const store = await openStore();
    await putObject(store, { key: "k", body: "b" });
    const answer = await getObject(store, "k", { Origin: "http://evil.example" });
    expect(answer).toMatchObject({ status: 200, headers: { vary: "Origin" } });
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
  });

  test("another page's PUT is refused even with a right signature, and nothing is stored", async () => {
    const store = await openStore();
    const answer = await putObject(store, { key: "k", body: "b", unsigned: { Origin: "http://evil.example" } });
    expect(answer).toMatchObject({ status: 403, code: "AccessForbidden" });
    expect((await getObject(store, "k")).code).toBe("NoSuchKey");
  });

  test("a page without an origin, where such are listed, puts with a signature and reads no object", async () => {
    const unlisted = await openStore();
    expect(await putObject(unlisted, { key: "k", body: "b", unsigned: { Origin: "null" } })).toMatchObject({
      status: 403,
      code: "AccessForbidden",
    });

    const store = await openStore({ allowedOrigins: [APP_ORIGIN, "null"] });
    const preflight = await send(store, { method: "OPTIONS", target: "/k", headers: { ...PREFLIGHT, Origin: "null" } });
    expect(preflight).toMatchObject({ status: 200, headers: { "access-control-allow-origin": "null" } });
    const stored = await putObject(store, { key: "k", body: "b", unsigned: { Origin: "null" } });
    expect(stored).toMatchObject({ status: 200, headers: { "access-control-allow-origin": "null" } });
    const unsigned = await send(store, { method: "PUT", target: "/other", headers: { Origin: "null" }, body: "b" });
    expect(unsigned.status).toBe(403);
    const read = await getObject(store, "k", { Origin: "null" });
    expect(read.status).toBe(200);
    expect(read.headers).not.toHaveProperty("access-control-allow-origin");
  });

  test("the list of origins is read at each request", async () => {
    const allowedOrigins: string[] = [];
    const store = await openStore({ allowedOrigins });
    const origins = async () =>
      (await getObject(store, "k", { Origin: APP_ORIGIN })).headers["access-control-allow-origin"];
    expect(await origins()).toBeUndefined();
    allowedOrigins.push(APP_ORIGIN);
    expect(await origins()).toBe(APP_ORIGIN);
  });
});
