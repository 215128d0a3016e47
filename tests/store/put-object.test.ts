import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { objectPath } from "../../src/cos/object-url.ts";
import {
  contentKey,
  getObject,
  md5Base64,
  md5Hex,
  openStore,
  PNG,
  type Put,
  putObject,
  requestHead,
  send,
  sendRaw,
  sha1Hex,
  signedPutHeaders,
} from "./helpers.ts";

describe("a PUT that is right", () => {
  test("is answered with ETag, CRC-64 and a request id, no body, and can be got back", async () => {
    const store = await openStore();
    const body = "[Object Content]";
    const put = await putObject(store, { key: "k", body, headers: { "content-md5": md5Base64(body) } });
    expect(put.status).toBe(200);
    expect(put.body).toHaveLength(0);
    expect(put.headers).toMatchObject({
      etag: '"ee8de918d05640145b18f70f4c3aa602"',
      "x-cos-hash-crc64ecma": "16749565679157681890",
      "x-cos-request-id": expect.stringMatching(/^[0-9a-f]{24}$/),
    });
    const got = await getObject(store, "k");
    expect(got.body.toString()).toBe(body);
    expect(got.headers["x-cos-hash-crc64ecma"]).toBe("16749565679157681890");
  });

  test("may be empty", async () => {
    const store = await openStore();
    expect((await putObject(store, { key: "empty", body: "" })).headers.etag).toBe(`"${md5Hex("")}"`);
    expect(await getObject(store, "empty")).toMatchObject({ status: 200, headers: { "content-length": "0" } });
  });

  test("keeps its metadata: all kept headers come back, and nothing else does", async () => {
    const store = await openStore();
    const headers = {
      "cache-control": "max-age=31536000, immutable",
      "content-disposition": 'inline; filename="a.png"',
      "content-type": "image/png",
      expires: "Thu, 01 Jan 2032 00:00:00 GMT",
      "x-cos-meta-one": "1",
      "x-cos-meta-two": "caf\u00e9",
    };
    await putObject(store, { key: "k", body: PNG, headers, unsigned: { "X-Other": "no" } });
    for (const method of ["GET", "HEAD"]) {
      const answer = await send(store, { method, target: "/k" });
      expect(answer.headers).toMatchObject(headers);
      expect(answer.headers).not.toHaveProperty("x-other");
    }
  });

  test("replaces an object of the same key, unless that is forbidden", async () => {
    const store = await openStore();
    await putObject(store, { key: "k", body: "first" });
    expect((await putObject(store, { key: "k", body: "second" })).status).toBe(200);
    const forbidden = await putObject(store, {
      key: "k",
      body: "third",
      headers: { "x-cos-forbid-overwrite": "true" },
    });
    expect(forbidden).toMatchObject({ status: 409, code: "FileAlreadyExists" });
    expect((await getObject(store, "k")).body.toString()).toBe("second");
  });

  test("of 5 MiB arrives whole, and the bytes are on the disk as they were sent", async () => {
    const store = await openStore();
    const body = Buffer.alloc(5 * 1024 ** 2, "0123456789abcdef!");
    expect((await putObject(store, { key: contentKey(body, "bin"), body })).status).toBe(200);
    const got = await getObject(store, contentKey(body, "bin"));
    expect(sha1Hex(got.body)).toBe(sha1Hex(body));
  });

  test("is told to go on when it asks first (Expect: 100-continue)", async () => {
    const store = await openStore();
    const headers = signedPutHeaders(store, {
      key: "k",
      body: "abc",
      headers: { Expect: "100-continue", Connection: "close" },
    });
    expect(await sendRaw(store, `${requestHead("PUT /k", headers)}abc`)).toMatch(
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/,
    );
  });
});

test("what else a request may expect is not promised, and not answered in Node's words", async () => {
  const store = await openStore();
  const headers = { Host: `127.0.0.1:${store.port}`, Expect: "something-else", Connection: "close" };
  const answer = await sendRaw(store, requestHead("GET /nothing", headers));
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(answer).toContain("<Code>NoSuchKey</Code>");
});

describe("replays and races", () => {
  const put: Put = { key: "k", body: "body", headers: { "x-cos-forbid-overwrite": "true" } };

  test("a replayed PUT is refused with 409 and leaves the first object unchanged", async () => {
    const store = await openStore();
    const headers = signedPutHeaders(store, put);
    const first = await send(store, { method: "PUT", target: "/k", headers, body: "body" });
    const replay = await send(store, { method: "PUT", target: "/k", headers, body: "evil" });
    expect([first.status, replay.status, replay.code]).toEqual([200, 409, "FileAlreadyExists"]);
    expect((await getObject(store, "k")).body.toString()).toBe("body");
    expect(await readdir(join(store.dir, "tmp"))).toEqual([]);
  });

  test("of 50 racers for one key exactly one wins, and its bytes stay", async () => {
    const store = await openStore();
    const bodies = Array.from({ length: 50 }, (_, i) => `racer ${i} `.repeat(1000));
    const answers = await Promise.all(bodies.map((body) => putObject(store, { ...put, body })));
    const winners = answers.flatMap((answer, i) => (answer.status === 200 ? [i] : []));
    expect(winners).toHaveLength(1);
    expect(answers.filter((answer) => answer.code === "FileAlreadyExists")).toHaveLength(49);
    expect((await getObject(store, "k")).body.toString()).toBe(bodies[winners[0]!]);
    expect(await readdir(join(store.dir, "tmp"))).toEqual([]);
  });

  test("racers that may overwrite all succeed, and one of them stays whole", async () => {
    const store = await openStore();
    const bodies = Array.from({ length: 20 }, (_, i) => `racer ${i} `.repeat(1000));
    const answers = await Promise.all(bodies.map((body) => putObject(store, { key: "k", body })));
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    expect(bodies).toContain((await getObject(store, "k")).body.toString());
  });
});

describe("an error answer", () => {
  test("is XML with code, message, resource and request id, and no secret", async () => {
    const store = await openStore();
    const answer = await putObject(store, {
      key: "a b<&>",
      body: "b",
      credentials: { secretId: "AKIDtest", secretKey: "wrong" },
    });
    expect(answer.headers["content-type"]).toBe("application/xml");
    expect(answer.error).toMatchObject({
      Code: "SignatureDoesNotMatch",
      Resource: objectPath("a b<&>"),
      RequestId: answer.headers["x-cos-request-id"],
      FormatString: `put\n/a b<&>\n\ncontent-length=1&host=127.0.0.1%3A${store.port}\n`,
    });
    expect(answer.body.toString()).not.toContain("test-secret");
  });
});
