import { describe, expect, test } from "vitest";
import { signRequest } from "../../src/cos/signature.ts";
import { CREDENTIALS, getObject, openStore, type Put, putObject, send, signedPutHeaders } from "./helpers.ts";

const NOW = 1_800_000_000;
const now = () => NOW * 1000;
const TIMES = { start: NOW - 60, end: NOW + 240 };
const PUT: Put = { key: "k", body: "body", times: TIMES };

describe("a PUT", () => {
  test.each<[string, Partial<Put>, number, string]>([
    ["with another secret", { credentials: { ...CREDENTIALS, secretKey: "wrong" } }, 403, "SignatureDoesNotMatch"],
    ["of an unknown SecretId", { credentials: { ...CREDENTIALS, secretId: "AKIDwho" } }, 403, "InvalidAccessKeyId"],
    ["whose signature has expired", { times: { start: NOW - 600, end: NOW - 1 } }, 403, "AccessDenied"],
    ["from a clock far ahead", { times: { start: NOW + 901, end: NOW + 1200 } }, 403, "RequestTimeTooSkewed"],
    [
      "with another length than signed",
      { sentBody: "bodybody", unsigned: { "Content-Length": "8" } },
      403,
      "SignatureDoesNotMatch",
    ],
    [
      "with another type than signed",
      { headers: { "Content-Type": "image/png" }, unsigned: { "Content-Type": "text/html" } },
      403,
      "SignatureDoesNotMatch",
    ],
    [
      "with a signed header given twice",
      { headers: { "x-cos-meta-a": "1" }, unsigned: { "x-cos-meta-a": ["1", "1"] } },
      400,
      "InvalidRequest",
    ],
    [
      "with a repeated header of ours that is not signed",
      { unsigned: { "x-cos-acl": ["a", "b"] } },
      400,
      "InvalidRequest",
    ],
  ])("%s is refused, and nothing is stored", async (_, change, status, code) => {
    const store = await openStore({ now });
    expect(await putObject(store, { ...PUT, ...change })).toMatchObject({ status, code });
    expect((await getObject(store, "k")).code).toBe("NoSuchKey");
  });

  test("without a signature is AccessDenied", async () => {
    const store = await openStore({ now });
    expect(await send(store, { method: "PUT", target: "/k", body: "b" })).toMatchObject({
      status: 403,
      code: "AccessDenied",
    });
  });

  test("signed for another key is SignatureDoesNotMatch", async () => {
    const store = await openStore({ now });
    const headers = signedPutHeaders(store, PUT);
    const answer = await send(store, { method: "PUT", target: "/other", headers, body: "body" });
    expect(answer.code).toBe("SignatureDoesNotMatch");
  });

  test("signed for one loopback name is not good for another: the host is part of the signature", async () => {
    const store = await openStore({ now });
    const Host = `localhost:${store.port}`;
    expect((await putObject(store, { ...PUT, unsigned: { Host } })).code).toBe("SignatureDoesNotMatch");
    expect((await putObject(store, { ...PUT, headers: { Host } })).status).toBe(200);
  });
});

describe("a GET", () => {
  const signed = (secretKey: string) =>
    signRequest({ ...CREDENTIALS, ...TIMES, secretKey, method: "GET", path: "/k", query: {}, headers: {} });

  test("needs no signature, but a wrong one is refused rather than overlooked", async () => {
    const store = await openStore({ now });
    await putObject(store, PUT);
    expect((await getObject(store, "k")).status).toBe(200);
    expect((await getObject(store, "k", { Authorization: signed(CREDENTIALS.secretKey) })).status).toBe(200);
    expect((await getObject(store, "k", { Authorization: signed("wrong") })).code).toBe("SignatureDoesNotMatch");
  });
});
