import { describe, expect, test } from "vitest";
import { signRequest } from "../../src/cos/signature.ts";
import { MAX_META_BYTES } from "../../src/store/put-headers.ts";
import { CREDENTIALS, expectNothing, getObject, openStore, putObject, send, signedPutHeaders } from "./helpers.ts";

describe("what has an effect has to be signed", () => {
  test.each([
    ["x-cos-acl", "public-read"],
    ["x-cos-meta-a", "b"],
    ["x-cos-forbid-overwrite", "false"],
    ["x-cos-storage-class", "STANDARD"],
    ["x-cos-anything", "1"],
    ["Content-Type", "text/html"],
    ["Content-Disposition", "inline"],
    ["Content-Encoding", "gzip"],
    ["Cache-Control", "no-store"],
    ["Expires", "0"],
  ])("an unsigned %s is refused with 403, and nothing is stored", async (name, value) => {
    const store = await openStore();
    const answer = await putObject(store, { key: "k", body: "b", unsigned: { [name]: value } });
    expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
    expect(answer.error?.Message).toContain(name.toLowerCase());
    await expectNothing(store, "k");
  });

  test("also when it comes after thousands of headers that have none", async () => {
    const store = await openStore();
    const unsigned = { a: Array.from({ length: 2500 }, () => ""), "x-cos-acl": "public-read" };
    expect(await putObject(store, { key: "k", body: "b", unsigned })).toMatchObject({
      status: 403,
      code: "AccessDenied",
    });
    await expectNothing(store, "k");
  });

  test("an unsigned length is refused as well, as buckets with strict signing do", async () => {
    const store = await openStore();
    const Host = `127.0.0.1:${store.port}`;
    const now = Math.floor(Date.now() / 1000);
    const times = { start: now - 60, end: now + 240 };
    const request = { method: "PUT", path: "/k", query: {}, headers: { Host }, ...CREDENTIALS, ...times };
    const headers = { Host, Authorization: signRequest(request) };
    const unsigned = await send(store, { method: "PUT", target: "/k", headers, body: "b" });
    expect(unsigned).toMatchObject({ status: 403, code: "AccessDenied" });
    expect(unsigned.error?.Message).toContain("content-length");
  });

  test.each(["no-cache", "max-age=0"])(
    "the Cache-Control: %s that a browser adds by itself is neither refused nor kept",
    async (value) => {
      const store = await openStore();
      expect((await putObject(store, { key: "k", body: "b", unsigned: { "Cache-Control": value } })).status).toBe(200);
      expect((await getObject(store, "k")).headers).not.toHaveProperty("cache-control");
    },
  );

  test("a signed Cache-Control is kept, whatever it says", async () => {
    const store = await openStore();
    await putObject(store, { key: "k", body: "b", headers: { "Cache-Control": "no-cache" } });
    expect((await getObject(store, "k")).headers).toMatchObject({ "cache-control": "no-cache" });
  });

  test("an empty header has no effect, and a security token is added after signing", async () => {
    const store = await openStore();
    const unsigned = { "Cache-Control": "", "x-cos-security-token": "any" };
    expect((await putObject(store, { key: "k", body: "b", unsigned })).status).toBe(200);
    expect((await getObject(store, "k")).headers).not.toHaveProperty("cache-control");
  });
});

describe("what the store cannot do is refused, not ignored", () => {
  test.each([
    ["x-cos-acl", "private", 400, "InvalidArgument"],
    ["x-cos-forbid-overwrite", "yes", 400, "InvalidArgument"],
    ["x-cos-storage-class", "ARCHIVE", 400, "InvalidArgument"],
    ["x-cos-copy-source", "b.cos.r.myqcloud.com/k", 501, "NotImplemented"],
    ["x-cos-server-side-encryption", "AES256", 501, "NotImplemented"],
    ["x-cos-grant-read", 'id="1"', 501, "NotImplemented"],
    ["x-cos-callback", "e30=", 501, "NotImplemented"],
    ["Pic-Operations", "{}", 501, "NotImplemented"],
    ["If-None-Match", "*", 501, "NotImplemented"],
    ["Content-Range", "bytes 0-0/2", 501, "NotImplemented"],
  ])("%s: %s", async (name, value, status, code) => {
    const store = await openStore();
    expect(await putObject(store, { key: "k", body: "b", headers: { [name]: value } })).toMatchObject({ status, code });
    await expectNothing(store, "k");
  });

  test.each(["?acl", "?uploads", "?partNumber=1&uploadId=x", "?tagging"])("PUT with %s", async (query) => {
    const store = await openStore();
    const headers = signedPutHeaders(store, { key: "k", body: "b" });
    const answer = await send(store, { method: "PUT", target: `/k${query}`, headers, body: "b" });
    expect(answer).toMatchObject({ status: 501, code: "NotImplemented" });
    await expectNothing(store, "k");
  });

  test.each(["POST", "DELETE", "PATCH", "TRACE"])("%s is 405, with the methods that there are", async (method) => {
    const store = await openStore();
    const answer = await send(store, { method, target: "/k" });
    expect(answer).toMatchObject({
      status: 405,
      code: "MethodNotAllowed",
      headers: { allow: "GET, HEAD, PUT, OPTIONS" },
    });
  });

  test("metadata above its limit", async () => {
    const store = await openStore();
    const headers = { "x-cos-meta-a": "m".repeat(MAX_META_BYTES - "x-cos-meta-a".length) };
    expect((await putObject(store, { key: "k", body: "b", headers })).status).toBe(200);
    const more = { ...headers, "x-cos-meta-b": "" };
    expect((await putObject(store, { key: "k", body: "b", headers: more })).status).toBe(200);
    const tooMuch = { ...headers, "x-cos-meta-b": "m" };
    expect((await putObject(store, { key: "k", body: "b", headers: tooMuch })).code).toBe("InvalidArgument");
  });
});
