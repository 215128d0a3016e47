import type { RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import { createLog } from "../../src/gateway/log/log.ts";
import { plainLines } from "../../src/gateway/log/plain-lines.ts";
import { sparingly } from "../../src/gateway/log/sparingly.ts";
import { relayingTo, serve } from "./own-store.ts";
import { askSign, askTicket, relay } from "./relay-client.ts";
import { fileOf, put, send, signed, signPath, startTestGateway } from "./start.ts";

const AUTHORIZATION =
  "q-sign-algorithm=sha1&q-ak=AKIDcanary&q-sign-time=1;2&q-key-time=1;2&q-header-list=host&q-url-param-list=&q-signature=canary0123";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog({ destination: { write: (line) => lines.push(line) } }));
  return lines.join("");
}

describe("the log gives no secret away", () => {
  test.each<[string, object | string]>([
    ["a signature in a header", { headers: { authorization: AUTHORIZATION } }],
    ["a signature in a sign answer", { data: { header: { Authorization: AUTHORIZATION } } }],
    ["a signature in a URL", `PUT https://x.example/key?${AUTHORIZATION} failed`],
    ["a signature in an encoded URL", encodeURIComponent(AUTHORIZATION)],
    ["a security token in a header", { header: { "x-cos-security-token": "canary" } }],
    ["a security token in text", "x-cos-security-token: canary"],
    ["a security token in JSON inside text", JSON.stringify({ "x-cos-security-token": "canary" })],
    ["a bearer token in text", "Authorization: Bearer canary"],
    ["basic credentials", { headers: ["Basic canary"] }],
    ["a token with quotes and back-slashes", { token: 'x"canary\\canary' }],
    ["a ticket secret", { ticketSecret: "canary" }],
    ["a key pair", { credentials: { secretId: "canary", secretKey: "canary" } }],
    ["an error's message", { err: new Error(`refused: ${AUTHORIZATION}`) }],
  ])("%s", (_, entry) => {
    const text = logged((log) => (typeof entry === "string" ? log.info(entry) : log.info(entry, "entry")));
    expect(text).toContain("[redacted]");
    expect(text).not.toContain("canary");
    expect(() => JSON.parse(text)).not.toThrow();
  });

  test("in a whole run: signing, storing, a replay, other bytes, a wrong token, a wrong host", async () => {
    const gateway = await startTestGateway({ ACCESS_TOKEN: "canary-token" });
    const authorization = "Bearer canary-token";
    const file = fileOf("logged");
    const answer = await send(gateway.port, { path: signPath(file, "image/png"), headers: { authorization } });
    const { data } = JSON.parse(answer.text);
    await put(data, file.bytes);
    await put(data, file.bytes);
    await put(data, Buffer.from("l0gged"));
    await send(gateway.port, { path: signPath(file), headers: { authorization: "Bearer canary-wrong" } });
    await send(gateway.port, { path: `/tool/cos/sign?token=canary-query`, headers: { authorization } });
    await send(gateway.port, { path: "/", headers: { host: "canary-host.example", cookie: "canary-cookie" } });
    await gateway.close();

    const text = gateway.log();
    const secrets = new URLSearchParams(data.header.Authorization);
    expect(text).toContain('"path":"/tool/cos/sign"');
    expect(text).not.toContain("canary");
    expect(text).not.toContain(secrets.get("q-ak"));
    expect(text).not.toContain(secrets.get("q-signature"));
  });
});

test("the log names no ticket: whoever reads it could upload with it", async () => {
  const gateway = await relayingTo(await serve((req, res) => void req.resume().once("end", () => res.end())));
  const file = fileOf("ticketed");
  const ticket = await askTicket(gateway.origin, file);
  expect((await relay(gateway.port, ticket, file.bytes)).status).toBe(200);
  expect(gateway.log()).toContain('"path":"/upload/[ticket]"');
  expect(gateway.log()).not.toContain(ticket.slice("/upload/".length));
});

test("the log repeats nothing of a store's answer that is no HTTP, long as it may be: it may hold what was sent", async () => {
  const origin = await serve((req) => {
    req.resume().once("end", () => {
      req.socket.end(`canary ${req.headers["x-cos-security-token"]} \u009b31m${"y".repeat(50_000)}`);
    });
  });
  const gateway = await relayingTo(origin, { COS_SESSION_TOKEN: "canary-token", EXISTS_CHECK: "off" });
  const file = fileOf("garbled");
  const answer = await relay(gateway.port, await askTicket(gateway.origin, file), file.bytes);
  expect(answer.status).toBe(502);
  expect(gateway.log()).toContain("HTTPParserError");
  expect(gateway.log().includes("canary")).toBe(false);
  for (const line of gateway.log().split("\n")) expect(line.length).toBeLessThan(5000);
});

describe("a line", () => {
  test.each<[string, string, RequestListener]>([
    ["refuses the key", "HTTP 403", (_, res) => void res.writeHead(403).end()],
    ["breaks off", "other side closed", (req) => void req.socket.end()],
  ])(
    "says once a minute, not with each signature, that a bucket %s where it should look for an object",
    async (_, why, answer) => {
      const gateway = await relayingTo(await serve(answer), { COS_SESSION_TOKEN: "canary-token" });
      for (const name of ["one", "two", "three"])
        expect((await askSign(gateway.origin, fileOf(name))).status).toBe(200);
      const lines = gateway.log().match(/^.*"the bucket does not say whether objects are there.*$/gm) ?? [];
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({ level: "warn", why, times: 1 }),
      ]);
      expect(gateway.log()).not.toMatch(/canary|AKIDoperator|q-signature/);
    },
  );

  test("of what happens with every request comes once in a while, and counts what was left out", () => {
    const said: unknown[] = [];
    let now = 0;
    const tell = sparingly(
      1000,
      (times, why: string) => said.push([times, why]),
      () => now,
    );
    for (const why of ["first", "hidden", "hidden"]) tell(why);
    now = 1000;
    for (const why of ["later", "hidden"]) tell(why);
    expect(said).toEqual([
      [1, "first"],
      [3, "later"],
    ]);
  });

  test("of an upload that the store refused has the store's own words, whoever stands before it, and no secret", async () => {
    const signature = "q-ak=canary&q-signature=canary";
    const answer = `<Error><Code>ExpiredToken</Code><Message>It has expired: ${signature}</Message></Error>`;
    const origin = await serve((req, res) => void req.resume().once("end", () => res.writeHead(403).end(answer)));
    const gateway = await relayingTo(origin);
    const file = fileOf("refused");
    await relay(gateway.port, await askTicket(gateway.origin, file), file.bytes);
    const [line = ""] = gateway.log().match(/^.*"relay failed".*$/m) ?? [];
    expect(JSON.parse(line)).toMatchObject({
      level: "warn",
      reason: "signature_expired",
      why: expect.stringContaining("ExpiredToken: It has expired"),
    });
    expect(line).not.toContain("canary");
  });

  test("of a refused request has its id, its status and the reason", async () => {
    const gateway = await startTestGateway();
    const { headers } = await send(gateway.port, { path: "/tool/cos/sign" });
    await gateway.close();
    const lines = gateway
      .log()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.find((line) => line.requestId === headers["x-request-id"])).toMatchObject({
      level: "info",
      msg: "request",
      method: "GET",
      path: "/tool/cos/sign",
      status: 400,
      reason: "bad_request",
    });
  });

  test("in development is plain text with the error's stack", () => {
    const lines: string[] = [];
    const log = createLog({ destination: plainLines((line) => lines.push(line)) });
    log.info({ status: 200, path: "/a b" }, "request");
    log.error({ err: new Error("broken") }, "request failed");
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d request status=200 path="\/a b"$/);
    expect(lines[1]).toMatch(/ERROR request failed \nError: broken\n {4}at /);
  });
});

test("two answers to the same question are signed under the same key id, and another start has another", async () => {
  const file = fileOf("key");
  const keyId = async (origin: string) =>
    new URLSearchParams((await signed(origin, file)).data.header.Authorization).get("q-ak");
  const [one, two] = await Promise.all([startTestGateway(), startTestGateway()]);
  expect(await keyId(one.origin)).toBe(await keyId(one.origin));
  expect(await keyId(one.origin)).not.toBe(await keyId(two.origin));
  await Promise.all([one.close(), two.close()]);
});
