import { createHash, randomBytes } from "node:crypto";
import { createServer, type OutgoingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SignData } from "../../src/contract/sign.ts";
import { isSameObject } from "../../src/platform/stored-object.ts";

const never = new AbortController().signal;
const BYTES = randomBytes(300);
const hex = (algorithm: string, bytes = BYTES) => createHash(algorithm).update(bytes).digest("hex");
const MD5 = hex("md5");
const OTHER_MD5 = hex("md5", randomBytes(300));
const KEY = `p/${MD5}/${hex("sha1")}_${BYTES.length.toString(16)}.png`;
const PLAIN_KEY = "p/picture.png";

interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
}

let answer: Answer = { status: 404 };
const store = createServer((request, response) => {
  response.writeHead(request.method === "HEAD" ? answer.status : 405, answer.headers).end();
});
beforeAll(() => new Promise<void>((done) => store.listen(0, "127.0.0.1", done)));
afterAll(() => new Promise((done) => store.close(done)));

function grantOf(key: string, port?: number): SignData {
  const origin = `http://127.0.0.1:${port ?? (store.address() as AddressInfo).port}`;
  const header = { "content-md5": createHash("md5").update(BYTES).digest("base64") };
  return { url: `${origin}/${key}`, method: "PUT", header, CDN: `${origin}/${key}` };
}

const object = (etag: string | undefined, length = BYTES.length, more: OutgoingHttpHeaders = {}): Answer => ({
  status: 200,
  headers: { "content-length": length, ...(etag !== undefined && { etag: `"${etag}"` }), ...more },
});
const ENCRYPTED = { "x-cos-server-side-encryption": "cos/kms" };

describe("the object in the way of a PUT", () => {
  test.each<[string, string, Answer, boolean]>([
    ["is the one by its ETag and length, under any key", PLAIN_KEY, object(MD5), true],
    ["is another one by its ETag, whatever the key says", KEY, object(OTHER_MD5), false],
    ["is another one by its length, whatever ETag and key say", KEY, object(MD5, 299), false],
    ["is not there any more", KEY, { status: 404 }, false],
    ["cannot be told by a store that fails", KEY, { status: 500 }, false],
    ["is taken from the key where nobody may ask", KEY, { status: 403 }, true],
    ["is taken from the key where one has to say who asks", KEY, { status: 401 }, true],
    ["is unknown where nobody may ask and the key says nothing", PLAIN_KEY, { status: 403 }, false],
    ["is taken from key and length where it is encrypted", KEY, object(OTHER_MD5, BYTES.length, ENCRYPTED), true],
    ["is another one by its length where it is encrypted", KEY, object(OTHER_MD5, 299, ENCRYPTED), false],
    ["is unknown where it is encrypted and the key says nothing", PLAIN_KEY, object(MD5, 300, ENCRYPTED), false],
    ["is taken from key and length where it was put in parts", KEY, object(`${OTHER_MD5}-3`), true],
    ["is another one by its length where it was put in parts", KEY, object(`${OTHER_MD5}-3`, 299), false],
    ["is unknown where it was put in parts and the key says nothing", PLAIN_KEY, object(`${MD5}-3`), false],
    ["is taken from key and length where the ETag is hidden", KEY, object(undefined), true],
  ])("%s", async (_, key, given, same) => {
    answer = given;
    expect(await isSameObject(never, grantOf(key), BYTES.length)).toBe(same);
  });

  test("is taken from the key where the browser lets nobody ask", async () => {
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, "127.0.0.1", done));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    expect(await isSameObject(never, grantOf(KEY, port), BYTES.length)).toBe(true);
    expect(await isSameObject(never, grantOf(KEY, port), BYTES.length + 1)).toBe(false);
  });

  test("is not decided on once nobody wants to know", async () => {
    const signal = AbortSignal.abort(new Error("cancelled"));
    await expect(isSameObject(signal, grantOf(KEY), BYTES.length)).rejects.toThrow("cancelled");
  });
});
