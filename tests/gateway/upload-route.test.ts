import type { ServerResponse } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { CORS_REQUEST_HEADERS } from "../../src/gateway/bucket/cors-rule.ts";
import { type PreflightVerdict, preflight } from "../../src/gateway/bucket/preflight.ts";
import { REPROBE_MS, RETRY_MS, RouteChooser } from "../../src/gateway/bucket/route-chooser.ts";
import { createLog } from "../../src/gateway/log/log.ts";
import { createUpstream } from "../../src/gateway/outgoing/upstream.ts";
import { relayingTo, serve } from "./own-store.ts";
import { fileOf, send, signPath } from "./start.ts";

const UNKNOWN: PreflightVerdict = { allowed: false, why: "no answer", unanswered: true };

describe("UPLOAD_ROUTE=auto", () => {
  test("asks once per page, and again after some minutes, without keeping anybody waiting", async () => {
    let now = 0;
    let asked = 0;
    let allowed = false;
    const log = createLog({ level: "silent" });
    const probe = async () => {
      asked += 1;
      return allowed ? ({ allowed: true } as const) : ({ allowed: false, why: "no rule" } as const);
    };
    const chooser = new RouteChooser(probe, log, () => now);
    expect(await Promise.all([chooser.isDirect("https://a.example"), chooser.isDirect("https://a.example")])).toEqual([
      false,
      false,
    ]);
    expect(asked).toBe(1);
    allowed = true;
    now = REPROBE_MS - 1;
    expect(await chooser.isDirect("https://a.example")).toBe(false);
    expect(asked).toBe(1);
    now = REPROBE_MS;
    // This one still gets the old answer; the new one is on its way.
    expect(await chooser.isDirect("https://a.example")).toBe(false);
    expect(asked).toBe(2);
    expect(await chooser.isDirect("https://a.example")).toBe(true);
    expect(await chooser.isDirect("https://b.example")).toBe(true);
    expect(asked).toBe(3);
  });

  test("asks again after seconds where the bucket did not answer, and keeps the way that it had found before", async () => {
    let now = 0;
    const answers: PreflightVerdict[] = [UNKNOWN, { allowed: true }, UNKNOWN, { allowed: false, why: "no rule" }];
    let asked = 0;
    const probe = async () => answers[asked++] ?? UNKNOWN;
    const chooser = new RouteChooser(probe, createLog({ level: "silent" }), () => now);
    const page = "https://a.example";
    expect(await chooser.isDirect(page)).toBe(false);
    now += RETRY_MS - 1;
    await chooser.isDirect(page);
    expect(asked).toBe(1);
    now += 1;
    await chooser.isDirect(page);
    expect(await chooser.isDirect(page)).toBe(true);
    now += REPROBE_MS;
    for (let i = 0; i < 3; i += 1) expect(await chooser.isDirect(page)).toBe(true);
    expect(asked).toBe(3);
    now += RETRY_MS;
    await chooser.isDirect(page);
    expect(await chooser.isDirect(page)).toBe(false);
    expect(asked).toBe(4);
  });

  test.each([
    ["fails", (res: ServerResponse) => res.writeHead(503).end()],
    ["hangs up", (res: ServerResponse) => res.destroy()],
  ])("takes no bucket that %s for one without a rule", async (_, misbehave) => {
    const origin = await serve((_req, res) => void misbehave(res));
    const upstream = createUpstream({ namedOrigins: [origin] });
    onTestFinished(() => upstream.close());
    const verdict = await preflight(upstream, new URL(`${origin}/k`), "https://up.example", false);
    expect(verdict).toMatchObject({ allowed: false, unanswered: true });
  });

  const FULL = {
    "access-control-allow-origin": "https://up.example",
    "access-control-allow-methods": "PUT,GET,HEAD",
    "access-control-allow-headers": CORS_REQUEST_HEADERS.join(", "),
  };
  test.each<[string, number, Record<string, string>, true | RegExp]>([
    ["everything", 200, FULL, true],
    ["everything, to everybody", 200, { ...FULL, "access-control-allow-origin": "*" }, true],
    ["* for headers, beside authorization", 200, { ...FULL, "access-control-allow-headers": "*, Authorization" }, true],
    ["* for headers alone", 200, { ...FULL, "access-control-allow-headers": "*" }, /authorization/],
    ["another origin", 200, { ...FULL, "access-control-allow-origin": "https://other.example" }, /does not name/],
    ["no origin", 200, {}, /does not name/],
    ["no PUT", 200, { ...FULL, "access-control-allow-methods": "GET" }, /PUT/],
    ["no content-md5", 200, { ...FULL, "access-control-allow-headers": "authorization,content-type" }, /content-md5/],
    ["nothing: 403", 403, FULL, /403/],
    ["a redirect", 307, { ...FULL, location: "https://evil.example" }, /307/],
  ])("reads a preflight as a browser does: a bucket that allows %s", async (_, status, headers, expected) => {
    const seen: string[] = [];
    const origin = await serve((req, res) => {
      seen.push(`${req.method} ${req.headers["access-control-request-method"]} ${req.headers.origin}`);
      res.writeHead(status, headers).end();
    });
    const upstream = createUpstream({ namedOrigins: [origin] });
    onTestFinished(() => upstream.close());
    const verdict = await preflight(upstream, new URL(`${origin}/k`), "https://up.example", false);
    expect(seen).toEqual(["OPTIONS PUT https://up.example"]);
    if (expected === true) expect(verdict).toEqual({ allowed: true });
    else expect(verdict).toMatchObject({ allowed: false, why: expect.stringMatching(expected) });
  });

  test("asks the bucket about the page that will send, not about the gateway", async () => {
    const asked: string[] = [];
    const origin = await serve((req, res) => {
      if (req.method === "OPTIONS") asked.push(String(req.headers.origin));
      res.writeHead(403).end();
    });
    const { port } = await relayingTo(origin, {
      UPLOAD_ROUTE: "auto",
      CORS_ORIGINS: "https://tool.example",
      PUBLIC_URL: "https://up.example",
      CDN_URL: "https://cdn.example",
    });
    const path = signPath(fileOf("x"), "image/png");
    await send(port, { path, headers: { host: "UP.example" } });
    await send(port, { path, headers: { host: "up.example", origin: "https://tool.example" } });
    expect(asked).toEqual(["https://up.example", "https://tool.example"]);
  });
});
