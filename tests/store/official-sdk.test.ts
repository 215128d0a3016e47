import { Readable } from "node:stream";
import COS from "cos-nodejs-sdk-v5";
import { describe, expect, test } from "vitest";
import { MAX_KEY_BYTES } from "../../src/cos/object-url.ts";
import { CREDENTIALS, md5Hex, openStore, type TestStore } from "./helpers.ts";

const BUCKET = { Bucket: "bucket-1250000000", Region: "ap-guangzhou" };

function clientOf(store: TestStore, options: Partial<COS.COSOptions> = {}): COS {
  return new COS({
    SecretId: CREDENTIALS.secretId,
    SecretKey: CREDENTIALS.secretKey,
    Domain: `http://127.0.0.1:${store.port}`,
    ...options,
  });
}

const KEYS = [
  "songlist/p/plain.png",
  "../x",
  "../../../../etc/passwd",
  "a/../../b",
  "./x",
  "a%2Fb",
  "a%2fb",
  "a/b",
  "%00",
  "nul\u0000nul",
  "line\nbreak",
  "CON",
  "con",
  "aux.png",
  "C:\\windows\\x",
  "emoji-\u{1F600}",
  "中文/图片 一.png",
  " spaces  around ",
  "a+b",
  "a b",
  "!'()*",
  "a?b&c=d#e",
  "trailing/",
  "double//slash",
  "/leading",
  "dots...",
  "x".repeat(MAX_KEY_BYTES),
];

describe("the official Node SDK", () => {
  test("puts, heads and gets objects of any key, each apart from all others", async () => {
    const store = await openStore();
    const cos = clientOf(store);
    for (const Key of KEYS) {
      const Body = Buffer.from(`body of ${Key}`);
      const put = await cos.putObject({ ...BUCKET, Key, Body, ContentType: "text/plain" });
      expect(put.ETag, Key).toBe(`"${md5Hex(Body)}"`);
    }
    for (const Key of KEYS) {
      const Body = `body of ${Key}`;
      const got = await cos.getObject({ ...BUCKET, Key });
      expect(got.Body.toString(), Key).toBe(Body);
      const head = await cos.headObject({ ...BUCKET, Key });
      expect(head.headers?.["content-length"], Key).toBe(String(Buffer.byteLength(Body)));
      expect(head.ETag, Key).toBe(`"${md5Hex(Body)}"`);
    }
  });

  test("addresses a bucket by its host name, once that host is listed", async () => {
    const Domain = "{Bucket}.cos-local.test";
    const store = await openStore({ allowedHosts: ["bucket-1250000000.cos-local.test"] });
    const cos = clientOf(store, { Domain, Protocol: "http:", Ip: `127.0.0.1:${store.port}` });
    await cos.putObject({ ...BUCKET, Key: "中 文.txt", Body: "by host" });
    expect((await cos.getObject({ ...BUCKET, Key: "中 文.txt" })).Body.toString()).toBe("by host");
  });

  test("sends a stream with its length, metadata and a token, and reads them back", async () => {
    const store = await openStore();
    const cos = clientOf(store, { SecurityToken: "a-token", UploadCheckContentMd5: true });
    const Headers = { "x-cos-meta-name": "value", "x-cos-forbid-overwrite": "true" };
    const Body = Readable.from([Buffer.from("strea"), Buffer.from("med")]);
    const options = { ContentLength: 8, ContentType: "text/plain", CacheControl: "max-age=5", Headers };
    await cos.putObject({ ...BUCKET, Key: "k", Body, ...options });
    const head = await cos.headObject({ ...BUCKET, Key: "k" });
    expect(head.headers).toMatchObject({
      "cache-control": "max-age=5",
      "content-type": "text/plain",
      "x-cos-meta-name": "value",
    });
    const part = await cos.getObject({ ...BUCKET, Key: "k", Range: "bytes=0-4" });
    expect([part.statusCode, part.Body.toString()]).toEqual([206, "strea"]);
  });

  test("understands the store's refusals", async () => {
    const store = await openStore();
    const cos = clientOf(store);
    const put = { ...BUCKET, Key: "k", Body: "b" };
    await expect(cos.getObject({ ...BUCKET, Key: "nothing" })).rejects.toMatchObject({
      statusCode: 404,
      code: "NoSuchKey",
    });
    await expect(clientOf(store, { SecretKey: "wrong" }).putObject(put)).rejects.toMatchObject({
      statusCode: 403,
      code: "SignatureDoesNotMatch",
      error: { StringToSign: expect.any(String), FormatString: expect.any(String), RequestId: expect.any(String) },
    });
    await expect(clientOf(store, { SecretId: "who" }).putObject(put)).rejects.toMatchObject({
      code: "InvalidAccessKeyId",
    });
    const wrong = { ...put, ContentMD5: Buffer.alloc(16).toString("base64") };
    await expect(cos.putObject(wrong)).rejects.toMatchObject({ statusCode: 400, code: "BadDigest" });
    await cos.putObject(put);
    const Headers = { "x-cos-forbid-overwrite": "true" };
    await expect(cos.putObject({ ...put, Headers })).rejects.toMatchObject({
      statusCode: 409,
      code: "FileAlreadyExists",
    });
    await expect(cos.putObject({ ...put, Key: "x".repeat(MAX_KEY_BYTES + 1) })).rejects.toMatchObject({
      code: "KeyTooLong",
    });
    await expect(cos.putObjectAcl({ ...BUCKET, Key: "k", ACL: "private" })).rejects.toMatchObject({
      code: "NotImplemented",
    });
    await expect(cos.getObjectAcl({ ...BUCKET, Key: "k" })).rejects.toMatchObject({ code: "NotImplemented" });
    await expect(cos.getBucket(BUCKET)).rejects.toMatchObject({ code: "MethodNotAllowed" });
    await expect(cos.deleteObject({ ...BUCKET, Key: "k" })).rejects.toMatchObject({ code: "MethodNotAllowed" });
    expect((await cos.getObject({ ...BUCKET, Key: "k" })).Body.toString()).toBe("b");
  });
});
