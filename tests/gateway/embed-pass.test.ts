import { rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { EMBED_PASS_HEADER } from "../../src/contract/embed-protocol.ts";
import { BUILT_EMBED_PAGE } from "../../src/gateway/built-embed-page.ts";
import { createEmbedPasses, PASS_LIFETIME_MS } from "../../src/gateway/embed-pass.ts";
import { clientFinder } from "../../src/gateway/limits/client-address.ts";
import { relay } from "./relay-client.ts";
import { EMBED_PAGE, fileOf, put, send, signPath, startTestGateway, type TestGateway } from "./start.ts";

/* Frames without an origin: a sandbox without allow-same-origin makes every request of theirs say `Origin: null`. */

const EMBEDDABLE = { EMBED_ORIGINS: "https://admin.example", ACCEPT: "image/png" };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway(EMBEDDABLE);
});
afterAll(() => gateway.close());

async function passOf({ port }: TestGateway, headers: Record<string, string> = {}): Promise<string> {
  const { text } = await send(port, { path: "/embed", headers });
  return /<meta name="cosdrop-pass" content="([\w-]+)" \/>/.exec(text)?.[1] ?? "";
}

const opaque = (pass?: string) => ({ origin: "null", ...(pass !== undefined && { [EMBED_PASS_HEADER]: pass }) });

describe("the page for frames", () => {
  test("has a pass of its own in every copy, and is kept nowhere", async () => {
    const { status, headers, text } = await send(gateway.port, { path: "/embed?origin=https%3A%2F%2Fadmin.example" });
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["access-control-allow-origin"]).toBeUndefined();
    expect(text.replace(/<meta [^>]*>/, "")).toBe(EMBED_PAGE);
    expect(await passOf(gateway)).not.toBe(await passOf(gateway));
    expect(await passOf(gateway)).not.toBe("");
  });

  test("is that of the build which is there now, and 404 while there is none", async () => {
    const other = await startTestGateway(EMBEDDABLE);
    onTestFinished(() => other.close());
    const file = join(other.dir, "client", BUILT_EMBED_PAGE);
    await writeFile(file, "<title>another build</title>");
    expect((await send(other.port, { path: "/embed" })).text).toContain("another build");
    await rm(file);
    expect((await send(other.port, { path: "/embed" })).status).toBe(404);
  });

  test("answers HEAD without a body, and nothing else", async () => {
    expect(await send(gateway.port, { method: "HEAD", path: "/embed" })).toMatchObject({ status: 200, text: "" });
    expect((await send(gateway.port, { method: "POST", path: "/embed" })).status).toBe(405);
  });

  test.each([
    "/%65mbed",
    "/embed%2Ehtml",
    "/embed.html/",
    "/embed//",
    "/.embed.html",
    "/%2Eembed.html",
    "/.embed",
    "/embed%23",
  ])("is under no other address, where it would have neither its policy nor its pass: %s", async (path) => {
    const { status, text } = await send(gateway.port, { path });
    expect(status).toBe(404);
    expect(text).not.toContain("<title>");
  });

  test("is found by who writes its address as that of a folder or of a file", async () => {
    const leadsTo = async (path: string) => {
      const { status, headers } = await send(gateway.port, { path });
      return `${status} ${headers.location}`;
    };
    expect(await leadsTo("/embed/?origin=https%3A%2F%2Fadmin.example")).toBe(
      "308 /embed?origin=https%3A%2F%2Fadmin.example",
    );
    expect(await leadsTo("/embed.html")).toBe("308 /embed");
  });

  test("alone may start a worker of a blob", async () => {
    const policyOf = async (path: string) =>
      String((await send(gateway.port, { path })).headers["content-security-policy"]);
    expect(await policyOf("/embed")).toContain("worker-src 'self' blob:;");
    expect(await policyOf("/")).toContain("worker-src 'self';");
  });

  test("names its own origin in its policy, as WebKit knows no 'self' there", async () => {
    const { headers } = await send(gateway.port, { path: "/embed" });
    expect(String(headers["content-security-policy"])).toContain(`script-src 'self' ${gateway.origin} `);
    const stranger = await send(gateway.port, { path: "/embed", headers: { host: "evil.example" } });
    expect(String(stranger.headers["content-security-policy"])).not.toContain("evil.example");
  });
});

describe("a request without an origin", () => {
  const paths = ["/api/config", signPath(fileOf("x"))];

  test.each(paths)("that shows the page's pass is answered, and may read the answer: %s", async (path) => {
    const preflight = await send(gateway.port, { method: "OPTIONS", path, headers: opaque() });
    expect(preflight.status).toBe(204);
    expect(preflight.headers["access-control-allow-origin"]).toBe("null");
    expect(preflight.headers["access-control-allow-headers"]).toContain(EMBED_PASS_HEADER);
    const answer = await send(gateway.port, { path, headers: opaque(await passOf(gateway)) });
    expect(answer.status).toBe(200);
    expect(answer.headers["access-control-allow-origin"]).toBe("null");
    expect(answer.headers["access-control-allow-credentials"]).toBeUndefined();
  });

  test.each(paths)("without a pass, or with a forged one, is refused, and may read why: %s", async (path) => {
    const pass = await passOf(gateway);
    const other = await startTestGateway(EMBEDDABLE);
    onTestFinished(() => other.close());
    const changed = (pass.startsWith("A") ? "B" : "A") + pass.slice(1);
    for (const forged of [undefined, "", "x", changed, `${pass}=`, pass.slice(0, -4), await passOf(other)]) {
      const answer = await send(gateway.port, { path, headers: opaque(forged) });
      expect(answer.status, forged).toBe(403);
      expect(answer.headers["access-control-allow-origin"]).toBe("null");
      expect(JSON.parse(answer.text)).toMatchObject({ reason: "origin_refused", data: null });
    }
  });

  test("with another client's pass is refused: no server can fetch passes for a site's visitors", async () => {
    const behindProxy = await startTestGateway({ ...EMBEDDABLE, TRUST_PROXY: "127.0.0.1" });
    onTestFinished(() => behindProxy.close());
    const by = (address: string) => ({ "x-forwarded-for": address });
    const pass = await passOf(behindProxy, by("203.0.113.7"));
    const ask = async (address: string) =>
      (await send(behindProxy.port, { path: "/api/config", headers: { ...opaque(pass), ...by(address) } })).status;
    expect(await ask("203.0.113.7")).toBe(200);
    expect(await ask("203.0.113.8")).toBe(403);
  });

  test("is refused, and no pass given, where nobody may frame the page", async () => {
    const closed = await startTestGateway();
    onTestFinished(() => closed.close());
    expect((await send(closed.port, { path: "/embed" })).text).toBe(EMBED_PAGE);
    for (const path of paths) {
      for (const method of ["OPTIONS", "GET"]) {
        const answer = await send(closed.port, { method, path, headers: opaque(await passOf(gateway)) });
        expect(answer.status).toBe(403);
        expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
      }
    }
  });

  test("still needs the access token, and counts for the rate limit", async () => {
    const guarded = await startTestGateway({ ...EMBEDDABLE, ACCESS_TOKEN: "a-token-of-sixteen", RATE_LIMIT: "2/h" });
    onTestFinished(() => guarded.close());
    const ask = async (headers: Record<string, string>) =>
      (await send(guarded.port, { path: signPath(fileOf("x")), headers })).status;
    const shown = opaque(await passOf(guarded));
    expect(await ask(shown)).toBe(401);
    expect(await ask({ ...shown, authorization: "Bearer a-token-of-sixteen" })).toBe(200);
    expect(await ask({ ...shown, authorization: "Bearer a-token-of-sixteen" })).toBe(429);
  });
});

const requestOf = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

test("a pass is good for half a day", () => {
  let now = 0;
  const passes = createEmbedPasses(undefined, clientFinder([]), () => now);
  const pass = passes.issue(requestOf("203.0.113.7"));
  const shown = requestOf("203.0.113.7", { [EMBED_PASS_HEADER]: pass });
  now = PASS_LIFETIME_MS - 1;
  expect(passes.isShown(shown)).toBe(true);
  now = PASS_LIFETIME_MS;
  expect(passes.isShown(shown)).toBe(false);
});

test("a pass that was given over IPv4 on this machine is good over IPv6", () => {
  const passes = createEmbedPasses(undefined, clientFinder([]));
  const pass = passes.issue(requestOf("127.0.0.1"));
  expect(passes.isShown(requestOf("::1", { [EMBED_PASS_HEADER]: pass }))).toBe(true);
});

describe("the bytes of a frame without an origin", () => {
  const signedFor = async (one: TestGateway, file: ReturnType<typeof fileOf>) => {
    const answer = await send(one.port, { path: signPath(file, "image/png"), headers: opaque(await passOf(one)) });
    return JSON.parse(answer.text).data;
  };

  test("go straight to the embedded store, which takes them with a signature", async () => {
    const file = fileOf("straight");
    const data = await signedFor(gateway, file);
    const header = { ...data.header, Origin: "null" };
    const stored = await put({ ...data, header }, file.bytes);
    expect(stored.status).toBe(200);
    expect(stored.headers.get("access-control-allow-origin")).toBe("null");
  });

  test("go through the relay with a ticket where a bucket's CORS rule does not name such pages", async () => {
    const bucket = await startTestGateway();
    onTestFinished(() => bucket.close());
    const relaying = await startTestGateway({
      ...EMBEDDABLE,
      COS_BUCKET: "pictures-1250000000",
      COS_REGION: "ap-guangzhou",
      COS_SECRET_ID: "AKIDoperator",
      COS_SECRET_KEY: "operators-secret",
      COS_ENDPOINT: `http://127.0.0.1:${bucket.storePort}`,
    });
    onTestFinished(() => relaying.close());
    const file = fileOf("relayed");
    const { relay: path } = await signedFor(relaying, file);
    expect(path).toMatch(/^\/upload\//);
    const preflight = await send(relaying.port, { method: "OPTIONS", path, headers: opaque() });
    expect(preflight.headers).toMatchObject({
      "access-control-allow-origin": "null",
      "access-control-allow-methods": "PUT",
    });
    // The key is not the store's, so it refuses; that it was asked is what counts here.
    const answer = await relay(relaying.port, path, file.bytes, opaque());
    expect(answer.headers["access-control-allow-origin"]).toBe("null");
    expect(JSON.parse(answer.text)).toMatchObject({ reason: expect.stringMatching(/^(?!origin_refused)/) });
    expect((await relay(relaying.port, "/upload/nonsense", file.bytes, opaque())).status).toBe(403);
  });
});
