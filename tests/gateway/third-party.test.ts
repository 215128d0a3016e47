import { randomBytes } from "node:crypto";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { LastContact } from "../../src/gateway/third-party/last-contact.ts";
import { signTimeout } from "../../src/gateway/third-party/sign-refusals.ts";
import { startThirdParty } from "../third-party/third-party.ts";
import { askSign, askTicket, refusalOf, relay } from "./relay-client.ts";
import { fileOf, send, signPath, startTestGateway } from "./start.ts";
import { startThirdPartyGateway } from "./third-party-gateway.ts";

const { third, gateway } = await startThirdPartyGateway();

const file = fileOf(randomBytes(1000));
const ask = (port = gateway.port) => send(port, { path: signPath(file, "image/png") });

describe("a sign API that fails", () => {
  test.each([
    ["refuse", 502, "sign_refused"],
    ["refuse-under-500", 502, "sign_refused"],
    ["busy", 429, "rate_limited"],
    ["busy-page", 429, "rate_limited"],
    ["busy-in-other-words", 429, "rate_limited"],
    ["maintenance", 502, "sign_unreachable"],
    ["maintenance-page", 502, "sign_unreachable"],
    ["status-500", 502, "sign_unreachable"],
    ["reset", 502, "sign_unreachable"],
    ["redirect", 502, "sign_nonsense"],
    ["redirect-to-login", 502, "sign_nonsense"],
    ["redirect-with-grant", 502, "sign_nonsense"],
    ["fail-with-grant", 502, "sign_unreachable"],
    ["endless", 502, "sign_nonsense"],
    ["malformed", 502, "sign_nonsense"],
    ["not-an-envelope", 502, "sign_nonsense"],
    ["page", 502, "sign_nonsense"],
    ["gzip", 502, "sign_nonsense"],
    ["lie-length", 502, "sign_nonsense"],
    ["lie-md5", 502, "sign_nonsense"],
    ["foreign-host", 502, "sign_nonsense"],
    ["smuggle-transfer-encoding", 502, "sign_nonsense"],
    ["smuggle-cookie", 502, "sign_nonsense"],
    ["smuggle-line-break", 502, "sign_nonsense"],
    ["script-link", 502, "sign_nonsense"],
    ["plain-link", 502, "sign_nonsense"],
    ["expired", 502, "signature_expired"],
    ["foreign-url", 502, "sign_destination_refused"],
  ] as const)("by %s is %i %s in the envelope, and nothing is signed", async (fault, status, reason) => {
    third.faults.sign(fault);
    const answer = await ask();
    const refused = refusalOf(answer);
    expect(refused).toMatchObject({ status, reason });
    expect(refused.message).toMatch(/[\u4e00-\u9fff]/);
    expect(refused.tips).toMatch(/^[A-Z]/);
    expect(answer.headers["x-request-id"]).toBe(refused.requestId);
    expect(third.strays).toEqual([]);
    expect(answer.text).not.toContain(third.key.token);
  });

  test.each([
    ["expired", "its signature has ended already: compare the clocks"],
    ["redirect", "HTTP 302: redirects to http://127.0.0.1:"],
    ["redirect-to-login", `HTTP 302: redirects to ${new URL(third.signApiUrl).origin}"`],
    ["redirect-with-grant", "HTTP 302: redirects to http://127.0.0.1:"],
    ["page", "HTTP 200: is not JSON (text/html)"],
    ["gzip", "HTTP 200: is compressed (gzip) though identity was asked for"],
    ["malformed", "HTTP 200: is not JSON (application/json)"],
    ["maintenance-page", "HTTP 503: is not JSON (text/html)"],
  ] as const)("by %s tells the log why", async (fault, why) => {
    third.faults.sign(fault);
    const { requestId } = refusalOf(await ask());
    const line = gateway
      .log()
      .split("\n")
      .find((text) => text.includes("not signed") && text.includes(requestId));
    expect(line).toContain(why);
  });

  test("is not one whose good answer begins with a byte order mark", async () => {
    third.faults.sign("byte-order-mark");
    expect((await ask()).status).toBe(200);
  });

  test("is quoted with its own words, and with its Retry-After", async () => {
    third.faults.sign("refuse");
    expect(refusalOf(await ask()).message).toBe("文件已被管理员禁止");
    for (const fault of ["busy", "busy-page", "busy-in-other-words", "maintenance", "maintenance-page"] as const) {
      third.faults.sign(fault);
      expect((await ask()).headers["retry-after"], fault).toBe("7");
    }
  });

  test("by being silent or by dripping is given up after ten seconds: 504 sign_timeout", async () => {
    const answers = (["silent", "drip"] as const).map(async (fault) => {
      const slow = await startThirdParty();
      const patient = await startTestGateway(slow.environment);
      slow.faults.sign(fault);
      const answer = refusalOf(await ask(patient.port));
      await patient.close();
      await slow.close();
      return answer;
    });
    const timeout = expect.objectContaining({ status: 504, reason: "sign_timeout" });
    expect(await Promise.all(answers)).toEqual([timeout, timeout]);
  });

  test("because nobody listens there is 502 sign_unreachable, and /healthz says so", async () => {
    const gone = await startThirdParty();
    const lonely = await startTestGateway(gone.environment);
    await gone.close();
    expect(refusalOf(await ask(lonely.port))).toMatchObject({ status: 502, reason: "sign_unreachable" });
    const health = await send(lonely.port, { path: "/healthz" });
    expect(health.status).toBe(503);
    expect(JSON.parse(health.text)).toMatchObject({ status: "failing", signApi: { state: "sign_unreachable" } });
    await lonely.close();
  });

  test("does not end the service: the next answer is good again", async () => {
    third.faults.sign("malformed", 1);
    expect((await ask()).status).toBe(502);
    expect((await ask()).status).toBe(200);
    const health = await send(gateway.port, { path: "/healthz" });
    expect(JSON.parse(health.text)).toMatchObject({ status: "ok", signApi: { state: "ok" } });
  });
});

test("a sign API's failure is its state for a minute", () => {
  let now = 0;
  const contact = new LastContact(() => now);
  contact.note({ kind: "refused", refusal: signTimeout(), why: "silent" });
  now = 59_999;
  expect(contact.health().ok).toBe(false);
  now = 60_000;
  expect(contact.health().ok).toBe(true);
});

test("a sign API's failure is not its state for longer where the clock is set back meanwhile", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const contact = new LastContact();
  contact.note({ kind: "refused", refusal: signTimeout(), why: "silent" });
  expect(contact.health().ok).toBe(false);
  vi.advanceTimersByTime(60_000);
  vi.setSystemTime(Date.now() - 3_600_000);
  expect(contact.health().ok).toBe(true);
});

test("a file that the policy refuses is never asked for", async () => {
  const asked = third.signRequests.length;
  await send(gateway.port, { path: signPath({ ...file, size: 0 }) });
  await send(gateway.port, { path: signPath(file, "image/svg+xml") });
  await send(gateway.port, { path: signPath({ ...file, size: 104_857_601 }, "image/png") });
  expect(third.signRequests.length).toBe(asked);
});

test("the page is told that links may be on the origin that RELAY_HOSTS names, and so is its policy", async () => {
  const config = await (await fetch(`${gateway.origin}/api/config`)).json();
  expect(config).toMatchObject({ mode: "third-party", uploadOrigins: [third.storeOrigin] });
  const { headers } = await send(gateway.port, { path: "/" });
  expect(headers["content-security-policy"]).toContain(`img-src 'self' blob: data: https: ${third.storeOrigin};`);
});

test("a gateway can be another gateway's sign API: a chain of two stores the file", async () => {
  const first = await startTestGateway();
  const second = await startTestGateway({
    SIGN_API_URL: `${first.origin}/tool/cos/sign`,
    RELAY_HOSTS: `http://127.0.0.1:${first.storePort}`,
  });
  const { body } = await askSign(second.origin, file);
  expect((await relay(second.port, body.data.relay, file.bytes)).status).toBe(200);
  const shown = await fetch(body.data.CDN);
  expect(Buffer.from(await shown.arrayBuffer()).equals(file.bytes)).toBe(true);
  // The key names its content and may not be overwritten, so a replay with a new ticket finds the same object.
  const again = await relay(second.port, await askTicket(second.origin, file), file.bytes);
  expect(again).toMatchObject({ status: 200, headers: { etag: `"${file.md5}"` } });
  await second.close();
  await first.close();
});

test("no secret of the sign API's stands in the log, whatever went wrong", async () => {
  const logged = await startTestGateway(third.environment);
  const secrets = new Set([third.key.token, third.key.secretId, third.key.secretKey]);
  for (const fault of [undefined, "lie-length", "smuggle-cookie", "foreign-url", "script-link"] as const) {
    third.faults.heal();
    if (fault !== undefined) third.faults.sign(fault);
    await ask(logged.port);
  }
  third.faults.heal();
  for (const fault of [
    undefined,
    "internal-error",
    "refuse-at-once",
    "reset",
    "reset-midway",
    "exists",
    "malformed",
  ] as const) {
    const { body } = await askSign(logged.origin, file);
    const { Authorization } = body.data.header;
    secrets.add(Authorization).add(String(new URLSearchParams(Authorization).get("q-signature")));
    secrets.add(body.data.relay.slice("/upload/".length, "/upload/".length + 60));
    if (fault !== undefined) third.faults.put(fault, 1);
    await relay(logged.port, body.data.relay, file.bytes);
    await relay(logged.port, body.data.relay, randomBytes(1000));
    await relay(logged.port, body.data.relay, randomBytes(10));
  }
  await logged.close();
  const text = logged.log();
  expect(text).toContain("relay failed");
  expect(text).toContain("not signed");
  for (const secret of secrets) expect(text).not.toContain(secret);
});
