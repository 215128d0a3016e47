import { randomBytes } from "node:crypto";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createTicketBox, ticketExpiry } from "../../src/gateway/relay/ticket.ts";
import { UsedTickets } from "../../src/gateway/relay/used-tickets.ts";
import { askSign, askTicket, openPut, refusalOf, relay, restOf } from "./relay-client.ts";
import { fileOf, send, startTestGateway } from "./start.ts";
import { startThirdPartyGateway } from "./third-party-gateway.ts";

const { third, gateway } = await startThirdPartyGateway();

const randomFile = (size: number) => fileOf(randomBytes(size));

describe("a ticket", () => {
  test("is used up by its upload: a replay is 403 and reaches nobody", async () => {
    const file = randomFile(1000);
    const ticket = await askTicket(gateway.origin, file);
    expect((await relay(gateway.port, ticket, file.bytes)).status).toBe(200);
    const puts = third.puts.length;
    const replay = await relay(gateway.port, ticket, file.bytes);
    expect(refusalOf(replay)).toMatchObject({ status: 403, reason: "ticket_refused" });
    expect(third.puts.length).toBe(puts);
  });

  test("in use cannot be used by a second upload at the same time", async () => {
    const file = randomFile(200_000);
    const ticket = await askTicket(gateway.origin, file);
    const puts = third.puts.length;
    const first = await openPut(gateway.port, ticket, file.size);
    first.write(file.bytes.subarray(0, 150_000));
    await vi.waitFor(() => expect(third.puts[puts]?.taken).toBeGreaterThan(0));
    const second = await relay(gateway.port, ticket, file.bytes);
    expect(refusalOf(second)).toMatchObject({ status: 403, reason: "ticket_refused" });
    expect(third.puts.length).toBe(puts + 1);
    first.once("data", () => first.end());
    first.write(file.bytes.subarray(150_000));
    expect(await restOf(first)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("whose upload failed at the store can be tried again, as the page does", async () => {
    const file = randomFile(200_000);
    const ticket = await askTicket(gateway.origin, file);
    third.faults.put("internal-error", 1);
    expect(refusalOf(await relay(gateway.port, ticket, file.bytes))).toMatchObject({
      status: 500,
      reason: "store_failed",
    });
    expect((await relay(gateway.port, ticket, file.bytes)).status).toBe(200);
  });

  test.each([
    ["unknown", () => randomBytes(200).toString("base64url")],
    ["empty", () => ""],
    ["a path", () => "../../etc/passwd"],
    ["a URL", () => encodeURIComponent("http://169.254.169.254/")],
    ["too short", () => "AAAA"],
  ])("that is %s is 403", async (_, make) => {
    const answer = await relay(gateway.port, `/upload/${make()}`, Buffer.from("x"));
    expect(refusalOf(answer)).toMatchObject({ status: 403, reason: "ticket_refused" });
  });

  test("that was changed in any of its bytes is 403", async () => {
    const file = randomFile(10);
    const ticket = await askTicket(gateway.origin, file);
    for (const at of [9, 20, 40, 100, ticket.length - 2]) {
      const changed = `${ticket.slice(0, at)}${ticket[at] === "A" ? "B" : "A"}${ticket.slice(at + 1)}`;
      expect((await relay(gateway.port, changed, file.bytes)).status, `at ${at}`).toBe(403);
    }
    expect((await relay(gateway.port, `${ticket}=`, file.bytes)).status).toBe(403);
    expect((await relay(gateway.port, `${ticket}?x=1`, file.bytes)).status).toBe(403);
    expect((await relay(gateway.port, ticket, file.bytes)).status).toBe(200);
  });

  test("of a signature that has ended is 403 before a byte is sent", async () => {
    const TICKET_SECRET = "0123456789abcdef0123456789abcdef";
    const own = await startTestGateway({ ...third.environment, TICKET_SECRET });
    onTestFinished(() => own.close());
    const { bytes, md5, sha1, size } = randomFile(10);
    const puts = third.puts.length;
    const url = `${third.storeOrigin}/a.png`;
    const headers = { host: new URL(url).host, "content-length": String(size) };
    const ticket = createTicketBox(TICKET_SECRET).seal({ url, headers, md5, sha1, size, expires: Date.now() - 1 });
    expect(refusalOf(await relay(own.port, `/upload/${ticket}`, bytes)).reason).toBe("ticket_refused");
    expect(third.puts.length).toBe(puts);
  });

  test("of another gateway is taken only with the same TICKET_SECRET", async () => {
    const shared = { ...third.environment, TICKET_SECRET: "0123456789abcdef0123456789abcdef" };
    const [one, two] = await Promise.all([startTestGateway(shared), startTestGateway(shared)]);
    const file = randomFile(1000);
    const ticket = await askTicket(one.origin, file);
    expect((await relay(gateway.port, ticket, file.bytes)).status).toBe(403);
    expect((await relay(two.port, ticket, file.bytes)).status).toBe(200);
    await Promise.all([one.close(), two.close()]);
  });

  test("says nothing to who holds it: no URL, no signature, no digest", async () => {
    const file = randomFile(10);
    const { body } = await askSign(gateway.origin, file);
    const bytes = Buffer.from(body.data.relay.slice("/upload/".length), "base64url").toString("latin1");
    for (const secret of ["q-sign", third.key.token, file.md5, "127.0.0.1"]) expect(bytes).not.toContain(secret);
  });

  test.each(["GET", "POST", "DELETE"])("is for PUT alone: %s is 405", async (method) => {
    const ticket = await askTicket(gateway.origin, randomFile(10));
    expect(refusalOf(await send(gateway.port, { method, path: ticket }))).toMatchObject({
      status: 405,
      reason: "method_not_allowed",
    });
  });
});

test("a ticket ends with its signature, after five minutes where that does not say, and after an hour at the latest", () => {
  expect(ticketExpiry("q-ak=a&q-sign-time=0;60&q-key-time=0;60", 1_000)).toBe(60_000);
  expect(ticketExpiry("Bearer x", 1_000)).toBe(301_000);
  expect(ticketExpiry("q-sign-time=0;9999999999&x=1", 1_000)).toBe(3_601_000);
});

test("used tickets are remembered until they expire, however many come after, and forgotten then", () => {
  let now = 0;
  const used = new UsedTickets(() => now);
  expect(used.claim("live", 10_000)).toBe(true);
  for (let i = 0; i < 2000; i += 1) used.claim(`brief ${i}`, 1_000);
  expect(used.claim("live", 10_000)).toBe(false);
  now = 1_001;
  for (let i = 0; i < 1000; i += 1) used.claim(`later ${i}`, 10_000);
  expect(used.size).toBe(1001);
});

describe("another page", () => {
  test("in CORS_ORIGINS may use the relay after a preflight; one that is not may not", async () => {
    const open = await startTestGateway({ ...third.environment, CORS_ORIGINS: "https://tool.example" });
    const file = randomFile(100);
    const path = await askTicket(open.origin, file);
    const preflight = await send(open.port, {
      method: "OPTIONS",
      path,
      headers: { origin: "https://tool.example", "access-control-request-method": "PUT" },
    });
    expect(preflight).toMatchObject({ status: 204, headers: { "access-control-allow-methods": "PUT" } });
    const refused = await relay(open.port, path, file.bytes, { origin: "https://evil.example" });
    expect(refusalOf(refused).reason).toBe("origin_refused");
    const taken = await relay(open.port, path, file.bytes, { origin: "https://tool.example" });
    expect(taken).toMatchObject({ status: 200, headers: { "access-control-allow-origin": "https://tool.example" } });
    await open.close();
  });
});
