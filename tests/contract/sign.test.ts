import { describe, expect, test } from "vitest";
import { contentMd5 } from "../../src/contract/digest.ts";
import { isShowableLink, readSignAnswer, signSearch } from "../../src/contract/sign.ts";

/** The published answer's shape: fields, kinds of values and lengths; key id, signature and token made up. */
const PUBLISHED = {
  code: 0,
  message: "访问成功",
  data: {
    url: "https://bucket-1250000000.cos.ap-guangzhou.myqcloud.com/p/1147c/4fbfbc28bbc4a67850fa90823fcea389fcfcd48d_c902.png",
    method: "PUT",
    header: {
      Host: "bucket-1250000000.cos.ap-guangzhou.myqcloud.com",
      "User-Agent": "client",
      Connection: "keep-alive",
      "Content-Length": "51458",
      "content-md5": "+FOzn418LmF9ved9ymbUEw==",
      "x-cos-security-token": "token",
      Authorization: "q-sign-algorithm=sha1&q-ak=AKIDEXAMPLE",
    },
    CDN: "https://cdn.example/p/1147c/4fbfbc28bbc4a67850fa90823fcea389fcfcd48d_c902.png",
  },
  time: "2025-05-06 21:20:42",
  pid: 25,
  tips: "welcome",
};
const answer = (data: object) => ({ ...PUBLISHED, data: { ...PUBLISHED.data, ...data } });

describe("a sign answer", () => {
  test("in the published form is granted, with every field kept", () => {
    expect(readSignAnswer(PUBLISHED)).toEqual({ kind: "granted", data: PUBLISHED.data });
  });

  test("keeps the gateway's own way for a browser that cannot reach the store, and takes no other address for it", () => {
    const outcome = readSignAnswer(answer({ fallback: "/upload/a.ticket" }));
    expect(outcome).toEqual({ kind: "granted", data: { ...PUBLISHED.data, fallback: "/upload/a.ticket" } });
    expect(readSignAnswer(answer({ fallback: "https://elsewhere.example/upload/a" })).kind).toBe("nonsense");
  });

  test("with code 200 is a success too", () => {
    expect(readSignAnswer({ ...PUBLISHED, code: 200 }).kind).toBe("granted");
  });

  test("may have a code or a length of the other kind, as loosely typed servers write them", () => {
    const header = { ...PUBLISHED.data.header, "Content-Length": 51458 };
    const granted = { kind: "granted", data: PUBLISHED.data };
    expect(readSignAnswer({ ...answer({ header }), code: "0" })).toEqual(granted);
    expect(readSignAnswer({ ...PUBLISHED, code: "200" })).toEqual(granted);
    const refused = { kind: "refused", envelope: { code: -403, message: "额度不足" } };
    expect(readSignAnswer({ code: "-403", message: "额度不足", data: null })).toMatchObject(refused);
  });

  test.each([
    ["null data", { data: null }],
    ["an empty list as data", { data: [] }],
    ["no data", {}],
  ])("with another code is a refusal with its message, even with %s", (_, more) => {
    const outcome = readSignAnswer({ code: 403, message: "额度不足", ...more });
    expect(outcome).toMatchObject({ kind: "refused", envelope: { code: 403, message: "额度不足" } });
  });

  test("keeps no field that the contract does not know", () => {
    const outcome = readSignAnswer(
      JSON.parse(`${JSON.stringify(answer({ extra: 1 })).slice(0, -1)},"__proto__":{"x":1}}`),
    );
    expect(outcome).toEqual({ kind: "granted", data: PUBLISHED.data });
  });

  test.each([
    ["a script as link", { CDN: "javascript:alert(1)" }],
    ["data as link", { CDN: "data:text/html,<script>alert(1)</script>" }],
    ["user info in the link", { CDN: "https://cdn.example@evil.example/a.png" }],
    ["a link of 5 KB", { CDN: `https://cdn.example/${"a".repeat(5000)}` }],
    ["a script as destination", { url: "javascript:alert(1)" }],
    ["a file as destination", { url: "file:///etc/passwd" }],
    ["a scheme that only begins like http", { CDN: "httpx://cdn.example/a.png" }],
    ["a relative destination", { url: "/upload" }],
    ["another method", { method: "POST" }],
    ["a line break in a header", { header: { Authorization: "a\r\nHost: evil.example" } }],
    ["a colon in a header's name", { header: { "Host:x": "y" } }],
    ["a blank in a header's name", { header: { "Host x": "y" } }],
    ["a fraction as header", { header: { "Content-Length": 0.5 } }],
    ["a list as header", { header: { "Content-Length": ["51458"] } }],
    ["nothing as header", { header: { "Content-Length": null } }],
    ["a relay elsewhere", { relay: "https://evil.example/upload/x" }],
    ["a relay that climbs", { relay: "/upload/../tool/cos/sign" }],
  ])("with %s is nonsense", (_, data) => {
    expect(readSignAnswer(answer(data)).kind).toBe("nonsense");
  });

  test.each([
    [null],
    ["text"],
    [42],
    [[]],
    [{}],
    [{ code: "0" }],
    [{ code: "" }],
    [{ code: "ok" }],
    [{ code: 0 }],
    [{ code: 0.5 }],
  ])("that is %j is nonsense", (json) => {
    expect(readSignAnswer(json).kind).toBe("nonsense");
  });

  test("that is nonsense is explained without repeating what it held", () => {
    const outcome = readSignAnswer(answer({ header: { Authorization: "secret\n" } }));
    expect(outcome.kind === "nonsense" && outcome.why).toMatch(/^data: header\.Authorization/);
    expect(JSON.stringify(outcome)).not.toContain("secret");
  });
});

describe("a CDN link", () => {
  test("may be on any https host, and on plain http only on loopback or a named origin", () => {
    expect(isShowableLink("https://anything.example/a.png", [])).toBe(true);
    expect(isShowableLink("http://localhost:9000/a.png", [])).toBe(true);
    expect(isShowableLink("http://[::1]:9000/a.png", [])).toBe(true);
    expect(isShowableLink("http://files.example/a.png", ["http://files.example"])).toBe(true);
    expect(isShowableLink("http://files.example:81/a.png", ["http://files.example"])).toBe(false);
    expect(isShowableLink("http://localhost.evil.example/a.png", [])).toBe(false);
  });
});

test("a request's query has the published order, and the type behind it", () => {
  const request = { sha1: "a".repeat(40), md5: "b".repeat(32), size: 51458 };
  expect(signSearch(request)).toBe(`sha1=${request.sha1}&md5=${request.md5}&size=51458`);
  expect(signSearch({ ...request, type: "image/png" })).toBe(`${signSearch(request)}&type=image%2Fpng`);
});

test("Content-MD5 is the base64 of the digest's bytes, as in the published example", () => {
  expect(contentMd5("f853b39f8d7c2e617dbde77dca66d413")).toBe("+FOzn418LmF9ved9ymbUEw==");
});
