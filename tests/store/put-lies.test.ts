import { describe, expect, test } from "vitest";
import {
  contentKey,
  expectNothing,
  getObject,
  md5Base64,
  md5Hex,
  openStore,
  type Put,
  putObject,
  requestHead,
  sendRaw,
  sha1Hex,
  signedPutHeaders,
} from "./helpers.ts";

describe("digests and lengths that lie", () => {
  const body = "the real body";
  const other = "the fake body";

  test.each<[string, Put, number, string]>([
    [
      "a Content-MD5 of another body",
      { key: "k", body, headers: { "content-md5": md5Base64(other) } },
      400,
      "BadDigest",
    ],
    ["a Content-MD5 in hex", { key: "k", body, headers: { "content-md5": md5Hex(body) } }, 400, "InvalidDigest"],
    ["a Content-MD5 that is too short", { key: "k", body, headers: { "content-md5": "AAAA" } }, 400, "InvalidDigest"],
    [
      "a Content-MD5 without its padding",
      { key: "k", body, headers: { "content-md5": md5Base64(body).slice(0, -2) } },
      400,
      "InvalidDigest",
    ],
    ["an empty Content-MD5", { key: "k", body, headers: { "content-md5": "" } }, 400, "InvalidDigest"],
    ["a key with another body's SHA-1", { key: `p/${md5Hex(body)}/${sha1Hex(other)}_d.png`, body }, 400, "BadDigest"],
    ["a key with another body's MD5", { key: `p/${md5Hex(other)}/${sha1Hex(body)}_d.png`, body }, 400, "BadDigest"],
    ["a key with another size", { key: `p/${md5Hex(body)}/${sha1Hex(body)}_e.png`, body }, 400, "EntitySizeNotMatch"],
    ["other bytes under the real key", { key: contentKey(body), body, sentBody: other }, 400, "BadDigest"],
  ])("%s is refused, and nothing is stored", async (_, put, status, code) => {
    const store = await openStore();
    expect(await putObject(store, put)).toMatchObject({ status, code });
    await expectNothing(store, put.key);
  });

  test("two PUTs with the same SHA-1 in their keys but other bytes: the first object is unchanged", async () => {
    const store = await openStore();
    await putObject(store, { key: contentKey(body), body });
    const lie = await putObject(store, { key: contentKey(body), body: other });
    expect(lie).toMatchObject({ status: 400, code: "BadDigest" });
    expect((await getObject(store, contentKey(body))).body.toString()).toBe(body);
  });

  test("a key that only resembles ours claims nothing", async () => {
    const store = await openStore();
    for (const key of [`${md5Hex(body)}/${sha1Hex(other)}.png`, `x${md5Hex(other)}/${sha1Hex(other)}_d.png`])
      expect((await putObject(store, { key, body })).status).toBe(200);
  });

  test("a body shorter than its length is IncompleteBody, said while the client still listens", async () => {
    const store = await openStore();
    const headers = signedPutHeaders(store, { key: "k", body: "0123456789" });
    const answer = await sendRaw(store, `${requestHead("PUT /k", headers)}01234`, { finish: true });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain("<Code>IncompleteBody</Code>");
    await expectNothing(store, "k");
  });

  test("a body longer than its length is EntitySizeNotMatch", async () => {
    const store = await openStore();
    const headers = signedPutHeaders(store, { key: "k", body: "01234" });
    const answer = await sendRaw(store, `${requestHead("PUT /k", headers)}0123456789`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain("<Code>EntitySizeNotMatch</Code>");
    await expectNothing(store, "k");
  });

  test("no length is MissingContentLength", async () => {
    const store = await openStore();
    const { "Content-Length": _, ...headers } = signedPutHeaders(store, { key: "k", body: "" });
    const answer = await sendRaw(store, requestHead("PUT /k", { ...headers, Connection: "close" }));
    expect(answer).toMatch(/^HTTP\/1\.1 411 /);
    expect(answer).toContain("<Code>MissingContentLength</Code>");
  });

  test("a chunked body is MissingContentLength, and nothing is stored", async () => {
    const store = await openStore();
    const { "Content-Length": _, ...headers } = signedPutHeaders(store, { key: "k", body: "" });
    const chunked = { ...headers, "Transfer-Encoding": "chunked", Connection: "close" };
    const answer = await sendRaw(store, `${requestHead("PUT /k", chunked)}3\r\nabc\r\n0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 411 /);
    await expectNothing(store, "k");
  });

  test("a length and chunks together are refused before anything is read", async () => {
    const store = await openStore();
    const headers = { ...signedPutHeaders(store, { key: "k", body: "abc" }), "Transfer-Encoding": "chunked" };
    const answer = await sendRaw(store, `${requestHead("PUT /k", headers)}3\r\nabc\r\n0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain("<Code>InvalidRequest</Code>");
    await expectNothing(store, "k");
  });

  test("an object above the size limit is EntityTooLarge; one of exactly that size is taken", async () => {
    const store = await openStore({ maxObjectSize: 10 });
    expect(await putObject(store, { key: "k", body: "01234567890" })).toMatchObject({
      status: 400,
      code: "EntityTooLarge",
    });
    await expectNothing(store, "k");
    expect((await putObject(store, { key: "k", body: "0123456789" })).status).toBe(200);
  });

  test("an object above what COS takes in one PUT is refused with that limit, whatever the store's own is", async () => {
    const store = await openStore({ maxObjectSize: 6 * 1024 ** 3 });
    const length = { "Content-Length": String(5 * 1024 ** 3 + 1) };
    const headers = { ...signedPutHeaders(store, { key: "k", body: "", headers: length }), Expect: "100-continue" };
    const answer = await sendRaw(store, requestHead("PUT /k", headers));
    expect(answer).toContain("<Code>EntityTooLarge</Code>");
    expect(answer).toContain("at most 5368709120 bytes");
    await expectNothing(store, "k");
  });

  test("a refused body of many megabytes still leaves the client with the answer", async () => {
    const store = await openStore({ maxObjectSize: 10 });
    const answer = await putObject(store, { key: "k", body: Buffer.alloc(8 * 1024 ** 2) });
    expect(answer).toMatchObject({ status: 400, code: "EntityTooLarge" });
  });
});
