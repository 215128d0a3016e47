import { describe, expect, test } from "vitest";
import { Crc64 } from "../../src/cos/crc64.ts";
import { getObject, md5Hex, openStore, putObject, send, type TestStore } from "./helpers.ts";

const BODY = "0123456789";
const ETAG = `"${md5Hex(BODY)}"`;
const STORED_AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const LAST_MODIFIED = "Fri, 02 Jan 2026 03:04:05 GMT";
const EARLIER = "Fri, 02 Jan 2026 03:04:04 GMT";
const LATER = "Fri, 02 Jan 2026 03:04:06 GMT";

async function openWithObject(): Promise<TestStore> {
  const store = await openStore({ now: () => STORED_AT });
  const times = { start: STORED_AT / 1000 - 60, end: STORED_AT / 1000 + 60 };
  const whole = { start: Math.floor(times.start), end: Math.floor(times.end) };
  const headers = { "cache-control": "max-age=60", "content-encoding": "identity", "x-cos-meta-a": "b" };
  const put = await putObject(store, { key: "k", body: BODY, headers, times: whole });
  expect(put.status).toBe(200);
  return store;
}

describe("reading", () => {
  test("GET and HEAD answer the same headers; HEAD has no body", async () => {
    const store = await openWithObject();
    const get = await getObject(store, "k");
    const head = await send(store, { method: "HEAD", target: "/k" });
    expect(get.body.toString()).toBe(BODY);
    expect(head.body).toHaveLength(0);
    for (const answer of [get, head]) {
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({
        "accept-ranges": "bytes",
        "content-length": "10",
        "content-type": "application/octet-stream",
        etag: ETAG,
        "last-modified": LAST_MODIFIED,
        "x-cos-hash-crc64ecma": new Crc64().update(Buffer.from(BODY)).digest(),
        vary: "Origin",
      });
    }
  });

  test("an unknown key is 404 NoSuchKey, to a HEAD without a body but with a request id", async () => {
    const store = await openStore();
    expect(await getObject(store, "nothing")).toMatchObject({ status: 404, code: "NoSuchKey" });
    const head = await send(store, { method: "HEAD", target: "/nothing" });
    expect(head).toMatchObject({ status: 404, headers: { "x-cos-request-id": expect.any(String) } });
    expect(head.body).toHaveLength(0);
  });

  test.each([
    ["/a+b", 400, "InvalidURI"],
    ["/%ff", 400, "InvalidURI"],
    ["/%2", 400, "InvalidURI"],
    [`/${"x".repeat(850)}`, 404, "NoSuchKey"],
    [`/${"x".repeat(851)}`, 400, "KeyTooLong"],
    [`/${"%E4%B8%AD".repeat(284)}`, 400, "KeyTooLong"],
  ])("%s is refused", async (target, status, code) => {
    const store = await openStore();
    expect(await send(store, { method: "GET", target })).toMatchObject({ status, code });
  });

  test("parameters that mean nothing are ignored, so that a link may carry one against caches", async () => {
    const store = await openWithObject();
    for (const target of ["/k?t=1", "/k?recheck=acl", "/k?imageMogr2/thumbnail/10x"])
      expect((await send(store, { method: "GET", target })).body.toString()).toBe(BODY);
  });

  test.each(["acl", "tagging", "symlink", "uploadId=1", "versionId=1", "t=1&response-content-type=text/html"])(
    "what ?%s asks for is NotImplemented, and not answered with the object",
    async (query) => {
      const store = await openWithObject();
      const target = `/k?${query}`;
      expect(await send(store, { method: "GET", target })).toMatchObject({ status: 501, code: "NotImplemented" });
      expect((await send(store, { method: "HEAD", target })).status).toBe(501);
    },
  );

  test.each(["/", "/?acl", "/?uploads", "/?prefix=a"])(
    "what %s asks of the bucket is MethodNotAllowed",
    async (target) => {
      const store = await openStore();
      const get = await send(store, { method: "GET", target });
      expect(get).toMatchObject({ status: 405, code: "MethodNotAllowed", headers: { allow: "OPTIONS" } });
      expect((await send(store, { method: "HEAD", target })).status).toBe(405);
    },
  );
});

describe("conditions (RFC 9110, section 13)", () => {
  test.each<[Record<string, string>, number]>([
    [{ "If-Match": ETAG }, 200],
    [{ "If-Match": `"x", ${ETAG}` }, 200],
    [{ "If-Match": "*" }, 200],
    [{ "If-Match": '"x"' }, 412],
    [{ "If-Match": `W/${ETAG}` }, 412],
    [{ "If-Match": ETAG, "If-Unmodified-Since": EARLIER }, 200],
    [{ "If-Unmodified-Since": EARLIER }, 412],
    [{ "If-Unmodified-Since": LAST_MODIFIED }, 200],
    [{ "If-Unmodified-Since": "nonsense" }, 200],
    [{ "If-None-Match": ETAG }, 304],
    [{ "If-None-Match": `W/${ETAG}` }, 304],
    [{ "If-None-Match": "*" }, 304],
    [{ "If-None-Match": '"x"' }, 200],
    [{ "If-None-Match": '"x"', "If-Modified-Since": LATER }, 200],
    [{ "If-Modified-Since": LAST_MODIFIED }, 304],
    [{ "If-Modified-Since": LATER }, 304],
    [{ "If-Modified-Since": EARLIER }, 200],
    [{ "If-Modified-Since": "2026-01-03" }, 200],
    [{ "If-Match": '"x"', "If-None-Match": ETAG }, 412],
    [{ "If-Match": ETAG, "If-None-Match": ETAG }, 304],
  ])("%o: %i", async (headers, status) => {
    const store = await openWithObject();
    for (const method of ["GET", "HEAD"]) {
      const answer = await send(store, { method, target: "/k", headers });
      expect(answer.status).toBe(status);
      if (status === 304) {
        expect(answer.headers).toMatchObject({ etag: ETAG, "cache-control": "max-age=60", vary: "Origin" });
        expect(answer.body).toHaveLength(0);
      }
      if (status === 412 && method === "GET") expect(answer.code).toBe("PreconditionFailed");
    }
  });
});

describe("ranges (RFC 9110, section 14)", () => {
  test.each([
    ["bytes=0-0", "0", "bytes 0-0/10"],
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=7-100", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=-10", BODY, "bytes 0-9/10"],
    ["bytes=-500", BODY, "bytes 0-9/10"],
  ])("%s is 206 with %j", async (range, body, contentRange) => {
    const store = await openWithObject();
    const answer = await getObject(store, "k", { Range: range });
    expect(answer.status).toBe(206);
    expect(answer.body.toString()).toBe(body);
    expect(answer.headers).toMatchObject({
      "content-range": contentRange,
      "content-length": String(body.length),
      etag: ETAG,
    });
  });

  test.each(["bytes=10-", "bytes=10-20", "bytes=-0"])(
    "%s is 416 InvalidRange, with nothing of the object",
    async (range) => {
      const store = await openWithObject();
      const answer = await getObject(store, "k", { Range: range });
      expect(answer).toMatchObject({ status: 416, code: "InvalidRange", headers: { "content-range": "bytes */10" } });
      expect(answer.headers).not.toHaveProperty("content-encoding");
      expect(answer.headers).not.toHaveProperty("x-cos-meta-a");
    },
  );

  test.each(["bytes=0-1,3-4", "bytes=a-b", "bytes", "lines=0-1", ""])(
    "%j is ignored: everything is sent",
    async (range) => {
      const store = await openWithObject();
      const answer = await getObject(store, "k", { Range: range });
      expect([answer.status, answer.body.toString()]).toEqual([200, BODY]);
    },
  );

  test("of an empty object there are none", async () => {
    const store = await openStore();
    await putObject(store, { key: "empty", body: "" });
    expect((await getObject(store, "empty", { Range: "bytes=0-0" })).status).toBe(416);
    expect((await getObject(store, "empty", { Range: "bytes=-5" })).status).toBe(416);
  });

  test("HEAD has none", async () => {
    const store = await openWithObject();
    const answer = await send(store, { method: "HEAD", target: "/k", headers: { Range: "bytes=0-0" } });
    expect(answer).toMatchObject({ status: 200, headers: { "content-length": "10" } });
  });

  test.each([
    [ETAG, 206],
    [LAST_MODIFIED, 206],
    ['"x"', 200],
    [`W/${ETAG}`, 200],
    [LATER, 200],
  ])("with If-Range %s: %i", async (ifRange, status) => {
    const store = await openWithObject();
    expect((await getObject(store, "k", { Range: "bytes=0-0", "If-Range": ifRange })).status).toBe(status);
  });
});
