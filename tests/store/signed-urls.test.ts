import COS from "cos-nodejs-sdk-v5";
import { expect, test } from "vitest";
import { type Answer, CREDENTIALS, expectNothing, getObject, openStore, send, type TestStore } from "./helpers.ts";

const KEY = "中文/a b+c.png";
const BODY = "body";
const HEADERS = { "Content-Length": "4", "Content-Type": "image/png" };

/** The official SDK's signed URL, as a request target. */
async function targetOf(store: TestStore, params: Partial<COS.GetObjectUrlParams>, secretKey = CREDENTIALS.secretKey) {
  const Domain = `http://127.0.0.1:${store.port}`;
  const cos = new COS({ SecretId: CREDENTIALS.secretId, SecretKey: secretKey, Domain });
  const bucket = { Bucket: "bucket-1250000000", Region: "ap-guangzhou" };
  const url = await new Promise<string>((resolve, reject) => {
    const given = { ...bucket, Key: KEY, Sign: true, ...params };
    cos.getObjectUrl(given, (error, data) => (error === null ? resolve(data.Url) : reject(error)));
  });
  return url.slice(Domain.length);
}

const putTarget = (store: TestStore, Headers: Record<string, string> = HEADERS) =>
  targetOf(store, { Method: "PUT", Headers: { ...Headers } });

const put = (store: TestStore, target: string, headers: Record<string, string> = HEADERS): Promise<Answer> =>
  send(store, { method: "PUT", target, headers, body: BODY });

test("a PUT to a URL that the official SDK signed is stored, with a token beside the signature or without", async () => {
  const store = await openStore();
  const target = await putTarget(store);
  expect((await put(store, target)).status).toBe(200);
  expect((await put(store, `${target}&x-cos-security-token=token`)).status).toBe(200);
  expect((await getObject(store, KEY)).headers["content-type"]).toBe("image/png");
});

test.each<[string, (target: string) => string, string]>([
  [
    "another signature",
    (target) => target.replace(/(?<=q-signature=)./, (x) => (x === "0" ? "1" : "0")),
    "SignatureDoesNotMatch",
  ],
  ["another key", (target) => target.replace(".png", ".jpg"), "SignatureDoesNotMatch"],
  ["a field left out", (target) => target.replace(/&q-ak=[^&]*/, ""), "AccessDenied"],
  ["a field given twice", (target) => `${target}&q-ak=${CREDENTIALS.secretId}`, "AccessDenied"],
  ["a parameter of another operation", (target) => `${target}&acl`, "NotImplemented"],
])("a PUT to one with %s is refused, and nothing is stored", async (_, change, code) => {
  const store = await openStore();
  expect((await put(store, change(await putTarget(store)))).code).toBe(code);
  await expectNothing(store, KEY);
});

test("a PUT to one is held to the headers that it was signed for", async () => {
  const store = await openStore();
  const other = { ...HEADERS, "Content-Type": "text/html" };
  expect((await put(store, await putTarget(store), other)).code).toBe("SignatureDoesNotMatch");
  expect((await put(store, await putTarget(store, { "Content-Length": "4" }))).code).toBe("AccessDenied");
  await expectNothing(store, KEY);
});

test("a URL signed for one method is not good for another, and one signed for another host is good for none", async () => {
  const store = await openStore();
  expect((await put(store, await targetOf(store, { Method: "GET", Headers: { ...HEADERS } }))).code).toBe(
    "SignatureDoesNotMatch",
  );
  const Host = `localhost:${store.port}`;
  expect((await put(store, await putTarget(store), { ...HEADERS, Host })).code).toBe("SignatureDoesNotMatch");
  await expectNothing(store, KEY);
});

test("a signature in the URL and another in the header are one too many", async () => {
  const store = await openStore();
  const target = await putTarget(store);
  const [, Authorization = ""] = target.split("?");
  expect((await put(store, target, { ...HEADERS, Authorization })).code).toBe("AccessDenied");
  await expectNothing(store, KEY);
});

test("a GET of a signed URL is held to its signature and its time, though anybody may read", async () => {
  let now = Date.now();
  const store = await openStore({ now: () => now });
  await put(store, await putTarget(store));
  const read = async (target: string) => await send(store, { method: "GET", target });
  expect((await read(await targetOf(store, { Query: { t: "中 +" } }))).body.toString()).toBe(BODY);
  expect((await read(await targetOf(store, {}, "wrong"))).code).toBe("SignatureDoesNotMatch");
  const target = await targetOf(store, {});
  expect((await read(target)).body.toString()).toBe(BODY);
  now += 1_000_000;
  expect((await read(target)).error).toMatchObject({ Code: "AccessDenied", Message: "Request has expired" });
  now -= 2_000_000;
  expect((await read(target)).code).toBe("RequestTimeTooSkewed");
});
