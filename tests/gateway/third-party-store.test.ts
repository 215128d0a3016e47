import COS from "cos-nodejs-sdk-v5";
import { expect, onTestFinished, test } from "vitest";
import { contentMd5 } from "../../src/contract/digest.ts";
import { startThirdParty } from "../third-party/third-party.ts";
import { fileOf } from "./start.ts";

const FILE = fileOf("a third party's bytes");
const PUT = { Bucket: "bucket-1250000000", Region: "ap-guangzhou", Key: "中文/a b+c.png", Body: FILE.bytes };

/** The test store, and the official SDK with its temporary key. */
async function openStore() {
  const third = await startThirdParty();
  onTestFinished(() => third.close());
  const { secretId, secretKey, token } = third.key;
  const client = (more: Partial<COS.COSOptions> = {}) =>
    new COS({
      SecretId: secretId,
      SecretKey: secretKey,
      SecurityToken: token,
      Domain: third.storeOrigin,
      CorrectClockSkew: false,
      ...more,
    });
  return { third, client };
}

test("the third party's store takes a PUT of the official SDK, with an MD5 or without, and gives it back", async () => {
  const { third, client } = await openStore();
  await client().putObject({ ...PUT, Headers: { "Content-MD5": contentMd5(FILE.md5) } });
  await client().putObject({ ...PUT, Key: "plain" });
  expect((await client().getObject(PUT)).Body.equals(FILE.bytes)).toBe(true);
  expect(third.objects.size).toBe(2);
});

test.each<[string, Partial<COS.COSOptions>, Partial<COS.PutObjectParams>, number, string]>([
  ["another key", { SecretKey: "another" }, {}, 403, "SignatureDoesNotMatch"],
  ["an unknown SecretId", { SecretId: "AKIDother" }, {}, 403, "InvalidAccessKeyId"],
  ["another token", { SecurityToken: "another" }, {}, 400, "ExpiredToken"],
  ["a clock two hours late", { SystemClockOffset: -7_200_000 }, {}, 403, "AccessDenied"],
  ["a clock two hours early", { SystemClockOffset: 7_200_000 }, {}, 403, "RequestTimeTooSkewed"],
  ["another MD5", {}, { Headers: { "Content-MD5": contentMd5("0".repeat(32)) } }, 400, "BadDigest"],
])("it refuses one with %s as COS does, and keeps nothing", async (_, options, put, statusCode, code) => {
  const { third, client } = await openStore();
  await expect(client(options).putObject({ ...PUT, ...put })).rejects.toMatchObject({ statusCode, code });
  expect(third.objects.size).toBe(0);
});

test("it has no other operations", async () => {
  const { client } = await openStore();
  await client().putObject(PUT);
  await expect(client().deleteObject(PUT)).rejects.toMatchObject({ statusCode: 405, code: "MethodNotAllowed" });
});
