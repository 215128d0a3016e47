import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { EXISTED_HEADER } from "../../src/contract/sign.ts";
import { startThirdParty } from "../third-party/third-party.ts";
import { askSign, askTicket, openPut, refusalOf, relay, restOf } from "./relay-client.ts";
import { fileOf, send, startTestGateway } from "./start.ts";
import { startThirdPartyGateway } from "./third-party-gateway.ts";

const { third, gateway } = await startThirdPartyGateway();

const randomFile = (size: number) => fileOf(randomBytes(size));
const storedAt = (link: string) => third.objects.get(new URL(link).pathname);
const lastPut = () => third.puts.at(-1);

describe("a file through somebody else's sign API", () => {
  test.each([1, 100_000, 5 * 1024 ** 2])("of %i bytes arrives whole, and the link gives it back", async (size) => {
    const file = randomFile(size);
    const { status, body } = await askSign(gateway.origin, file);
    expect(status).toBe(200);
    const answer = await relay(gateway.port, body.data.relay, file.bytes);
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(answer.headers).toMatchObject({ etag: `"${file.md5}"`, "x-cos-hash-crc64ecma": "1" });
    expect(answer.headers["x-cos-request-id"]).toMatch(/^third-party-/);
    expect(storedAt(body.data.CDN)?.bytes?.equals(file.bytes)).toBe(true);
    const shown = await fetch(body.data.CDN);
    expect(Buffer.from(await shown.arrayBuffer()).equals(file.bytes)).toBe(true);
  });

  test("is signed with the published contract's answer plus data.relay, and asked for in its words", async () => {
    const file = randomFile(10);
    const { body } = await askSign(gateway.origin, file);
    expect(Object.keys(body.data)).toEqual(["url", "method", "header", "CDN", "relay"]);
    expect(body.data.header.Authorization).toContain("q-sign-algorithm=sha1");
    expect(third.signRequests.at(-1)).toBe(`/tool/cos/sign?sha1=${file.sha1}&md5=${file.md5}&size=10&type=image%2Fpng`);
  });

  test("reaches the store with Host, Content-Length and the signed headers as signed, and never chunked", async () => {
    const file = randomFile(300_000);
    const { body } = await askSign(gateway.origin, file);
    await relay(gateway.port, body.data.relay, file.bytes, {
      cookie: "session=mine",
      authorization: "Bearer mine",
      "x-cos-acl": "public-read-write",
    });
    const raw = lastPut()?.rawHeaders ?? [];
    const sent = raw.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1]]] : []));
    const { Host, Authorization } = body.data.header;
    expect(Object.fromEntries(sent)).toEqual({
      host: Host,
      authorization: Authorization,
      "content-length": "300000",
      "content-md5": body.data.header["content-md5"],
      "x-cos-security-token": third.key.token,
      "user-agent": "workerman/http-client",
      connection: "keep-alive",
    });
    expect(sent).toHaveLength(7);
  });
});

describe("a body that is not the promised one", () => {
  test.each([10, 200_000, 3_000_000])(
    "with other bytes of the same length (%i) never becomes an object",
    async (size) => {
      const file = randomFile(size);
      const { body } = await askSign(gateway.origin, file);
      const puts = third.puts.length;
      const answer = await relay(gateway.port, body.data.relay, randomBytes(size));
      expect(refusalOf(answer)).toMatchObject({ status: 400, reason: "digest_mismatch" });
      expect(storedAt(body.data.CDN)).toBeUndefined();
      for (const put of third.puts.slice(puts)) expect(put.taken).toBeLessThan(size);
    },
  );

  test("whose last byte alone is another never becomes an object", async () => {
    const file = randomFile(3_000_000);
    const { body } = await askSign(gateway.origin, file);
    const lie = Buffer.from(file.bytes);
    lie.writeUInt8(lie.readUInt8(lie.length - 1) ^ 1, lie.length - 1);
    const answer = await relay(gateway.port, body.data.relay, lie);
    expect(refusalOf(answer)).toMatchObject({ status: 400, reason: "digest_mismatch" });
    expect(storedAt(body.data.CDN)).toBeUndefined();
    expect((await relay(gateway.port, body.data.relay, file.bytes)).status).toBe(200);
  });

  test.each([150_000, 3_000_000])("with the right MD5 and a wrong SHA-1 (%i) never becomes an object", async (size) => {
    const file = randomFile(size);
    const lied = { ...file, sha1: createHash("sha1").update("another").digest("hex") };
    const { body } = await askSign(gateway.origin, lied);
    const answer = await relay(gateway.port, body.data.relay, file.bytes);
    expect(refusalOf(answer)).toMatchObject({ status: 400, reason: "digest_mismatch" });
    expect(storedAt(body.data.CDN)).toBeUndefined();
  });

  test.each([-1, 1])("announced %i byte away from the signed length is 400 before a byte is sent", async (by) => {
    const file = randomFile(1000);
    const ticket = await askTicket(gateway.origin, file);
    const puts = third.puts.length;
    const answer = await relay(gateway.port, ticket, randomBytes(1000 + by));
    expect(refusalOf(answer)).toMatchObject({ status: 400, reason: "length_mismatch" });
    expect(third.puts.length).toBe(puts);
  });

  test("that ends early leaves nothing behind, and the store's connection is cut", async () => {
    const file = randomFile(300_000);
    const { body } = await askSign(gateway.origin, file);
    const puts = third.puts.length;
    const socket = await openPut(gateway.port, body.data.relay, file.size);
    socket.write(file.bytes.subarray(0, 200_000));
    await vi.waitFor(() => expect(third.puts[puts]?.taken).toBeGreaterThan(0));
    const answer = restOf(socket);
    socket.end();
    expect(await answer).toMatch(/^(HTTP\/1\.1 400 |$)/);
    await vi.waitFor(() => expect(third.puts[puts]?.cut).toBe(true));
    expect(storedAt(body.data.CDN)).toBeUndefined();
    expect((await relay(gateway.port, body.data.relay, file.bytes)).status).toBe(200);
  });

  test("in chunks is 411", async () => {
    const ticket = await askTicket(gateway.origin, randomFile(5));
    const socket = await openPut(gateway.port, ticket, "5\r\nTransfer-Encoding: chunked");
    socket.end("5\r\nhello\r\n0\r\n\r\n");
    // Node's parser refuses the pair by itself: it is what request smuggling is made of.
    expect(await restOf(socket)).toMatch(/^HTTP\/1\.1 4(?:00|11) /);
    const chunked = await send(gateway.port, {
      method: "PUT",
      path: ticket,
      headers: { "transfer-encoding": "chunked" },
    });
    expect(refusalOf(chunked)).toMatchObject({ status: 411, reason: "length_mismatch" });
  });

  test("that is longer than announced: what is too much is no second request", async () => {
    const file = randomFile(10);
    const ticket = await askTicket(gateway.origin, file);
    const socket = await openPut(gateway.port, ticket, file.size);
    socket.end(Buffer.concat([file.bytes, Buffer.from("more, and no request")]));
    const text = await restOf(socket);
    expect(text.match(/HTTP\/1\.1 200/g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(text).not.toContain("more, and no request");
  });
});

describe("the store's answer", () => {
  test.each([
    ["internal-error", 500, "store_failed"],
    ["slow-down", 503, "store_busy"],
    ["refuse-at-once", 403, "signature_refused"],
    ["success-at-once", 502, "store_failed"],
    ["page-instead", 502, "store_failed"],
    ["names-another", 502, "store_failed"],
    ["redirect", 502, "store_failed"],
    ["malformed", 400, "put_refused"],
    ["endless", 502, "put_unreachable"],
    ["exists", 409, "already_exists"],
    ["reset", 502, "put_unreachable"],
    ["reset-midway", 502, "put_unreachable"],
  ] as const)("%s becomes %i %s in the envelope, and nothing is stored", async (fault, status, reason) => {
    const file = randomFile(400_000);
    const { body } = await askSign(gateway.origin, file);
    third.faults.put(fault, 1);
    const answer = await relay(gateway.port, body.data.relay, file.bytes);
    const refused = refusalOf(answer);
    expect(refused).toMatchObject({ status, reason });
    expect(refused.message).toMatch(/[\u4e00-\u9fff]/);
    expect(answer.headers["x-request-id"]).toBe(refused.requestId);
    expect(storedAt(body.data.CDN)).toBeUndefined();
    expect(third.strays).toEqual([]);
    for (const secret of [third.key.token, body.data.header.Authorization]) expect(answer.text).not.toContain(secret);
  });

  test("of COS keeps COS's own request id beside ours, in the answer and in the log", async () => {
    const file = randomFile(1000);
    const ticket = await askTicket(gateway.origin, file);
    third.faults.put("slow-down", 1);
    const answer = await relay(gateway.port, ticket, file.bytes);
    const storeId = String(answer.headers["x-cos-request-id"]);
    expect(storeId).toMatch(/^third-party-/);
    expect(answer.headers["retry-after"]).toBe("3");
    const line = gateway
      .log()
      .split("\n")
      .find((text) => text.includes(storeId));
    expect(line).toContain(refusalOf(answer).requestId);
  });

  test("409 is a success when the same object is there already", async () => {
    const file = randomFile(1000);
    const { body } = await askSign(gateway.origin, file);
    const first = await relay(gateway.port, body.data.relay, file.bytes);
    expect(first.headers).not.toHaveProperty(EXISTED_HEADER);
    third.faults.put("exists", 1);
    const answer = await relay(gateway.port, await askTicket(gateway.origin, file), file.bytes);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ etag: `"${file.md5}"`, [EXISTED_HEADER]: "1" });
  });

  test("409 stays one when another object is there", async () => {
    const file = randomFile(1000);
    const other = randomFile(1000);
    const { body } = await askSign(gateway.origin, file);
    third.objects.set(new URL(body.data.CDN).pathname, other);
    third.faults.put("exists", 1);
    const answer = await relay(gateway.port, body.data.relay, file.bytes);
    expect(refusalOf(answer)).toMatchObject({ status: 409, reason: "already_exists" });
    expect(storedAt(body.data.CDN)?.bytes?.equals(other.bytes)).toBe(true);
  });

  test("that cannot be had, since nobody listens there, is 502 put_unreachable", async () => {
    const gone = await startThirdParty();
    const lonely = await startTestGateway(gone.environment);
    const file = randomFile(1000);
    const ticket = await askTicket(lonely.origin, file);
    await gone.close();
    expect(refusalOf(await relay(lonely.port, ticket, file.bytes))).toMatchObject({
      status: 502,
      reason: "put_unreachable",
    });
    await lonely.close();
  });
});

test("a client that goes away in the middle frees the store's connection and the ticket", async () => {
  const file = randomFile(4 * 1024 ** 2);
  const ticket = await askTicket(gateway.origin, file);
  const puts = third.puts.length;
  const socket = await openPut(gateway.port, ticket, file.size);
  socket.write(file.bytes.subarray(0, 300_000));
  await vi.waitFor(() => expect(third.puts[puts]?.taken).toBeGreaterThan(0));
  socket.destroy();
  await vi.waitFor(() => expect(third.puts[puts]?.cut).toBe(true));
  expect((await relay(gateway.port, ticket, file.bytes)).status).toBe(200);
});
