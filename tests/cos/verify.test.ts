import COS from "cos-nodejs-sdk-v5";
import { describe, expect, test } from "vitest";
import { signRequest } from "../../src/cos/signature.ts";
import { MAX_CLOCK_SKEW_SECONDS, type SignedRequest, type VerifyContext, verifyRequest } from "../../src/cos/verify.ts";

const KEY = { secretId: "AKIDexample", secretKey: "the-secret" };
const NOW = 1_746_537_600;
const CONTEXT: VerifyContext = {
  now: NOW,
  findSecret: (secretId) => (secretId === KEY.secretId ? KEY.secretKey : undefined),
};
const HEADERS = { host: "localhost:9000", "content-length": "3", "x-cos-meta-a": "b" };

function raw(headers: Record<string, string>): string[] {
  return Object.entries(headers).flat();
}

function signed(change: { start?: number; end?: number; secretId?: string; secretKey?: string } = {}): SignedRequest {
  const authorization = signRequest({
    ...KEY,
    method: "PUT",
    path: "/a b/中.png",
    query: { one: "1", flag: "" },
    headers: HEADERS,
    start: NOW - 60,
    end: NOW + 240,
    ...change,
  });
  return {
    method: "PUT",
    path: "/a b/中.png",
    query: [
      ["One", "1"],
      ["flag", ""],
    ],
    rawHeaders: raw({
      Host: "localhost:9000",
      "Content-Length": "3",
      "X-Cos-Meta-A": "b",
      Authorization: authorization,
    }),
  };
}

function verify(request: SignedRequest, context: Partial<VerifyContext> = {}) {
  return verifyRequest(request, { ...CONTEXT, ...context });
}

function codeOf(request: SignedRequest, context: Partial<VerifyContext> = {}) {
  const verdict = verify(request, context);
  return verdict.ok ? "ok" : verdict.error.code;
}

function withHeader(request: SignedRequest, name: string, value: string): SignedRequest {
  const rest = request.rawHeaders.flatMap((entry, i, all) =>
    i % 2 === 0 && entry.toLowerCase() !== name.toLowerCase() ? [entry, all[i + 1]!] : [],
  );
  return { ...request, rawHeaders: [...rest, name, value] };
}

function editAuthorization(request: SignedRequest, edit: (value: string) => string): SignedRequest {
  const at = request.rawHeaders.indexOf("Authorization");
  return withHeader(request, "Authorization", edit(request.rawHeaders[at + 1]!));
}

describe("a right signature", () => {
  test("is accepted, and names the headers that it covers", () => {
    const verdict = verify(signed());
    expect(verdict).toEqual({
      ok: true,
      secretId: KEY.secretId,
      signedHeaders: new Set(["content-length", "host", "x-cos-meta-a"]),
    });
  });

  test("by the official SDK is accepted", () => {
    const authorization = COS.getAuthorization({
      SecretId: KEY.secretId,
      SecretKey: KEY.secretKey,
      Method: "PUT",
      Pathname: "/a b/中.png",
      Headers: { Host: "localhost:9000", "x-cos-meta-a": "caf\u00e9" },
      KeyTime: `${NOW};${NOW + 60}`,
    });
    const latin1 = raw({ Host: "localhost:9000", "x-cos-meta-a": "caf\u00e9", Authorization: authorization });
    const utf8 = raw({ Host: "localhost:9000", "x-cos-meta-a": "caf\u00c3\u00a9", Authorization: authorization });
    for (const rawHeaders of [latin1, utf8])
      expect(codeOf({ method: "PUT", path: "/a b/中.png", query: [], rawHeaders })).toBe("ok");
  });

  test("does not cover a parameter or a header that was added later, and says so by leaving it out", () => {
    const added = {
      ...withHeader(signed(), "x-cos-acl", "private"),
      query: [...signed().query, ["two", "2"]] as const,
    };
    const verdict = verify(added);
    expect(verdict.ok && verdict.signedHeaders.has("x-cos-acl")).toBe(false);
    expect(verdict.ok).toBe(true);
  });
});

describe("a wrong signature", () => {
  test.each<[string, SignedRequest]>([
    ["another method", { ...signed(), method: "GET" }],
    ["another path", { ...signed(), path: "/a b/中.jpg" }],
    [
      "another parameter value",
      {
        ...signed(),
        query: [
          ["one", "2"],
          ["flag", ""],
        ],
      },
    ],
    ["a signed parameter left out", { ...signed(), query: [["one", "1"]] }],
    [
      "a signed parameter given twice",
      {
        ...signed(),
        query: [
          ["one", "1"],
          ["flag", ""],
          ["flag", ""],
        ],
      },
    ],
    ["another signed header", withHeader(signed(), "Content-Length", "4")],
    ["another host", withHeader(signed(), "Host", "localhost:9001")],
    ["another secret", signed({ secretKey: "not-it" })],
    ["a longer life", editAuthorization(signed(), (value) => value.replaceAll(`${NOW + 240}`, `${NOW + 999}`))],
    ["one digit changed", editAuthorization(signed(), (value) => value.replace(/.$/, (x) => (x === "0" ? "1" : "0")))],
  ])("%s is SignatureDoesNotMatch", (_, request) => {
    expect(codeOf(request)).toBe("SignatureDoesNotMatch");
  });

  test("a signed header that is missing is SignatureDoesNotMatch, with both texts of our calculation", () => {
    const request = signed();
    const at = request.rawHeaders.indexOf("X-Cos-Meta-A");
    const verdict = verify({ ...request, rawHeaders: request.rawHeaders.toSpliced(at, 2) });
    expect(verdict).toMatchObject({ ok: false, error: { code: "SignatureDoesNotMatch" } });
    const clue = verdict.ok ? undefined : verdict.error.clue;
    expect(clue?.formatString).toBe("put\n/a b/中.png\nflag=&one=1\ncontent-length=3&host=localhost%3A9000\n");
    expect(clue?.stringToSign).toMatch(new RegExp(`^sha1\n${NOW - 60};${NOW + 240}\n[0-9a-f]{40}\n$`));
  });

  test("a header added to the list without being there is SignatureDoesNotMatch, though no value changes", () => {
    const listed = editAuthorization(signed(), (value) => value.replace("host;", "host;origin;"));
    expect(codeOf(listed)).toBe("SignatureDoesNotMatch");
  });

  test("and so is a parameter", () => {
    const listed = editAuthorization(signed(), (value) => value.replace("param-list=", "param-list=ghost;"));
    expect(codeOf(listed)).toBe("SignatureDoesNotMatch");
  });

  test("a signed header given twice is InvalidRequest, even with the same value", () => {
    const request = signed();
    expect(codeOf({ ...request, rawHeaders: [...request.rawHeaders, "host", "localhost:9000"] })).toBe(
      "InvalidRequest",
    );
  });
});

describe("who and when", () => {
  test.each<[string, string, SignedRequest, Partial<VerifyContext>]>([
    ["no Authorization", "AccessDenied", { ...signed(), rawHeaders: ["Host", "localhost:9000"] }, {}],
    ["an unknown SecretId", "InvalidAccessKeyId", signed({ secretId: "AKIDother" }), {}],
    ["the last second", "ok", signed(), { now: NOW + 240 }],
    ["a second past the end", "AccessDenied", signed(), { now: NOW + 241 }],
    ["a single second", "ok", signed({ start: NOW, end: NOW }), {}],
    ["a start as far ahead as may be", "ok", signed(), { now: NOW - 60 - MAX_CLOCK_SKEW_SECONDS }],
    ["a start further ahead", "RequestTimeTooSkewed", signed(), { now: NOW - 61 - MAX_CLOCK_SKEW_SECONDS }],
  ])("%s: %s", (_, code, request, context) => {
    expect(codeOf(request, context)).toBe(code);
  });

  test("an expired signature says so in the words that clients look for", () => {
    const verdict = verify(signed(), { now: NOW + 241 });
    expect(!verdict.ok && verdict.error.message).toBe("Request has expired");
  });
});

describe("a malformed Authorization header is AccessDenied", () => {
  test.each<[string, (value: string) => string]>([
    ["empty", () => ""],
    ["another scheme", () => "Bearer abc"],
    ["another algorithm", (value) => value.replace("=sha1", "=sha256")],
    ["a field left out", (value) => value.replace(/&q-key-time=[^&]*/, "")],
    ["a field given twice", (value) => `${value}&q-ak=AKIDexample`],
    ["a field replaced by a repeated one", (value) => value.replace(/q-sign-time=[^&]*/, "q-ak=AKIDexample")],
    ["an unknown field", (value) => `${value}&q-more=1`],
    ["a sign time that is not the key time", (value) => value.replace("q-sign-time=1", "q-sign-time=2")],
    ["an end before the start", (value) => value.replaceAll(`${NOW - 60};${NOW + 240}`, `${NOW + 240};${NOW + 60}`)],
    [
      "an upper-case signature",
      (value) => value.replace(/[0-9a-f]{40}$/, (hex) => hex.toUpperCase().padStart(40, "A")),
    ],
    ["a short signature", (value) => value.slice(0, -1)],
    ["a header listed twice", (value) => value.replace("host;", "host;host;")],
    ["a header name in upper case", (value) => value.replace("host;", "Host;")],
    ["a header name that needs encoding", (value) => value.replace("host;", "ho%20st;")],
  ])("%s", (_, edit) => {
    expect(codeOf(editAuthorization(signed(), edit))).toBe("AccessDenied");
  });

  test("given twice", () => {
    const request = signed();
    const at = request.rawHeaders.indexOf("Authorization");
    const twice = [...request.rawHeaders, "authorization", request.rawHeaders[at + 1]!];
    expect(codeOf({ ...request, rawHeaders: twice })).toBe("AccessDenied");
  });
});
