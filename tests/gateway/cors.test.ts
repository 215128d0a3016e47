import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { refusalOf } from "./relay-client.ts";
import { fileOf, put, send, signPath, startTestGateway, type TestGateway } from "./start.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ CORS_ORIGINS: "https://tool.example http://localhost:4000" });
});
afterAll(() => gateway.close());

describe("another origin", () => {
  const sign = (headers: Record<string, string>, method = "GET") =>
    send(gateway.port, { method, path: signPath(fileOf("x")), headers });

  test.each(["https://tool.example", "http://localhost:4000", "http://127.0.0.1:4000"])(
    "in CORS_ORIGINS (loopback's names alike) may sign, after a preflight: %s",
    async (origin) => {
      const preflight = await sign(
        { origin, "access-control-request-method": "GET", "access-control-request-headers": "authorization" },
        "OPTIONS",
      );
      expect(preflight.status).toBe(204);
      expect(preflight.headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET",
        "access-control-allow-headers": "authorization",
      });
      const answer = await sign({ origin });
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({ "access-control-allow-origin": origin, vary: "Origin, Sec-Fetch-Site" });
    },
  );

  test.each([
    "https://evil.example",
    "https://tool.example.evil.example",
    "http://tool.example",
    "https://tool.example:444",
    "http://localhost:4001",
    "null",
  ])("that is not listed may neither sign nor read the refusal: %s", async (origin) => {
    for (const method of ["OPTIONS", "GET"]) {
      const answer = await sign({ origin, "access-control-request-method": "GET" }, method);
      expect(answer.status).toBe(403);
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
      expect(JSON.parse(answer.text)).toMatchObject({ reason: "origin_refused", data: null });
    }
  });

  test("reads nothing else: the configuration has no CORS headers", async () => {
    const answer = await send(gateway.port, { path: "/api/config", headers: { origin: "https://tool.example" } });
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test.each(["cross-site", "same-site"])(
    "that leaves its name out (no-cors, %s) uses up neither the rate limit nor the day's bytes",
    async (site) => {
      const limited = await startTestGateway({ RATE_LIMIT: "1/h", DAILY_BYTES: "100", MAX_FILE_SIZE: "100" });
      onTestFinished(() => limited.close());
      const ask = (from: string) =>
        send(limited.port, { path: signPath(fileOf(Buffer.alloc(100))), headers: { "sec-fetch-site": from } });
      expect(refusalOf(await ask(site))).toMatchObject({ status: 403, reason: "origin_refused" });
      expect((await ask("same-origin")).status).toBe(200);
    },
  );

  test.each([undefined, "same-origin", "none"])("is not what Sec-Fetch-Site %s speaks of", async (site) => {
    expect((await sign(site === undefined ? {} : { "sec-fetch-site": site })).status).toBe(200);
  });

  test("in CORS_ORIGINS that browsers call cross-site may sign, since they name it too", async () => {
    const headers = { origin: "https://tool.example", "sec-fetch-site": "cross-site" };
    expect((await sign(headers)).status).toBe(200);
  });

  test("in CORS_ORIGINS may put what it got signed straight into the embedded store, and read the answer", async () => {
    const origin = "https://tool.example";
    const file = fileOf("from the tool");
    const { text } = await send(gateway.port, { path: signPath(file, "image/png"), headers: { origin } });
    const { data } = JSON.parse(text);
    const stored = await put({ ...data, header: { ...data.header, Origin: origin } }, file.bytes);
    expect(stored.status).toBe(200);
    expect(stored.headers.get("access-control-allow-origin")).toBe(origin);
  });

  test("the page's own origin may be named on its own requests", async () => {
    expect((await sign({ origin: gateway.origin })).status).toBe(200);
  });
});
