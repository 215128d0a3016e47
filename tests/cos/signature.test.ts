import COS from "cos-nodejs-sdk-v5";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signRequest } from "../../src/cos/signature.ts";

const KEY = { secretId: "AKIDexample0123456789", secretKey: "a-secret-key/with+signs=" };
const TIMES = { start: 1746537582, end: 1746539442 };

/** The official Node SDK's own answer. It signs only what it deems signable, whatever it is given. */
function official(
  method: string,
  path: string,
  query: Record<string, string>,
  headers: Record<string, string>,
  options: object = {},
): string {
  return COS.getAuthorization({
    SecretId: KEY.secretId,
    SecretKey: KEY.secretKey,
    Method: method as COS.Method,
    Pathname: path,
    Query: query,
    Headers: headers,
    KeyTime: `${TIMES.start};${TIMES.end}`,
    ...options,
  });
}

/** The SDK calls `hasOwnProperty` on what it is given. */
const ORDINARY_OBJECT = { noNullPrototype: true };

const METHODS = ["GET", "put", "Head", "POST", "delete"];
const PATHS = [
  "/",
  "/songlist/p/1147c/4fbfbc28bbc4a67850fa90823fcea389fcfcd48d_c902.png",
  "/with space and  two",
  "/中文/图片 一.png",
  "/emoji-\u{1F600}.png",
  "/a+b",
  "/already%20encoded%2Bplus",
  "/a%2Fb",
  "/!'()*~-_.",
  "/../x/./y",
  "//double//slash/",
  "/nul\u0000and\ttab",
  "/&=?#;,@:$[]",
];
const QUERIES: Record<string, string>[] = [
  {},
  { acl: "" },
  { uploads: "", prefix: "中文 +/%2B!'()*" },
  { "Response-Content-Type": "image/png; charset=UTF-8", versionId: "MTg0NDUxNTc1", a: "1", "a-b": "2", ab: "3" },
];
const HEADERS: Record<string, string>[] = [
  { Host: "bucket-1250000000.cos.ap-guangzhou.myqcloud.com" },
  {
    "Content-Length": "51458",
    "content-md5": "+FOzn418LmF9ved9ymbUEw==",
    "Content-Type": "image/png",
    HOST: "localhost:9000",
    "x-cos-forbid-overwrite": "true",
  },
  {
    host: "127.0.0.1:9000",
    "X-Cos-Security-Token": "tok/en+with=signs and spaces",
    "x-cos-meta-Name": "caf\u00e9 !'()* 中文",
    "Cache-Control": "",
    "Content-Disposition": `attachment; filename="a b.png"; filename*=UTF-8''%E4%B8%AD`,
  },
  {
    "If-None-Match": '"x"',
    Range: "bytes=0-9",
    Origin: "http://localhost:5173",
    "x-cos-acl": "public-read",
    Expires: "0",
  },
];

const CASES = METHODS.flatMap((method, i) =>
  PATHS.map((path, j) => ({
    method,
    path,
    query: QUERIES[(i + j) % QUERIES.length]!,
    headers: HEADERS[(i + 2 * j + Math.floor(j / 4)) % HEADERS.length]!,
  })),
);

describe("the signature is the official SDK's", () => {
  test("the table holds at least 60 cases and uses every query and header set", () => {
    expect(CASES.length).toBeGreaterThanOrEqual(60);
    expect(new Set(CASES.map((one) => one.query)).size).toBe(QUERIES.length);
    expect(new Set(CASES.map((one) => one.headers)).size).toBe(HEADERS.length);
  });

  test.each(CASES)("$method $path with $query and $headers", ({ method, path, query, headers }) => {
    expect(signRequest({ ...KEY, ...TIMES, method, path, query, headers })).toBe(
      official(method, path, query, headers),
    );
  });

  test("any text in path, parameter values and header values", () => {
    const text = fc.string({ unit: "grapheme" });
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
    const property = fc.property(
      fc.constantFrom(...METHODS),
      text,
      fc.dictionary(name, text, ORDINARY_OBJECT),
      fc.dictionary(
        name.map((tail) => `x-cos-meta-${tail}`),
        text,
        ORDINARY_OBJECT,
      ),
      (method, key, query, headers) => {
        const ours = signRequest({ ...KEY, ...TIMES, method, path: `/${key}`, query, headers });
        expect(ours).toBe(official(method, `/${key}`, query, headers));
      },
    );
    fc.assert(property, { numRuns: 200 });
  });
});

describe("what the SDK does before signing, which signRequest leaves to its caller", () => {
  test("it drops headers that COS does not sign; ours signs exactly what it is given", () => {
    const signable = { Host: "h", "x-cos-acl": "private" };
    const all = { ...signable, "User-Agent": "someone", Connection: "keep-alive", "Accept-Language": "zh" };
    const request = { ...KEY, ...TIMES, method: "put", path: "/k", query: {} };
    expect(official("put", "/k", {}, all)).toBe(signRequest({ ...request, headers: signable }));
    expect(signRequest({ ...request, headers: all })).toContain(
      "q-header-list=accept-language;connection;host;user-agent;x-cos-acl&",
    );
  });

  test("it adds the bucket's host when it is told a bucket and no host", () => {
    const theirs = official("put", "/k", {}, {}, { Bucket: "b-1250000000", Region: "ap-guangzhou" });
    const headers = { host: "b-1250000000.cos.ap-guangzhou.myqcloud.com" };
    expect(signRequest({ ...KEY, ...TIMES, method: "put", path: "/k", query: {}, headers })).toBe(theirs);
  });
});

describe("what cannot be signed is refused", () => {
  const good = { ...KEY, ...TIMES, method: "put", path: "/k", query: {}, headers: {} };
  test.each([
    ["a header name that needs encoding, which SDKs sort differently", { headers: { "x-cos-meta-a b": "1" } }],
    ["a parameter name that needs encoding", { query: { "imageMogr2/thumbnail": "" } }],
    ["a header given twice in different case", { headers: { Host: "a", host: "b" } }],
    ["a path without its slash", { path: "k" }],
    ["an end before the start", { end: TIMES.start - 1 }],
    ["a start before 1970", { start: -1 }],
    ["times in fractions of a second", { start: 1.5 }],
  ])("%s", (_, change) => {
    expect(() => signRequest({ ...good, ...change })).toThrow(RangeError);
  });

  test("a lone surrogate, which has no UTF-8 form", () => {
    expect(() => signRequest({ ...good, headers: { "x-cos-meta-a": "\ud800" } })).toThrow(URIError);
  });
});

test("signatures that take turns between two keys and two times stay those of the official SDK", () => {
  const times = [TIMES, { start: TIMES.start + 1, end: TIMES.end + 1 }];
  const secrets = [KEY.secretKey, "another-secret"];
  const turns = [0, 0, 1, 1, 0].flatMap((i) => [0, 1, 1, 0].map((j) => [times[i] ?? TIMES, secrets[j] ?? ""] as const));
  for (const [{ start, end }, secretKey] of turns) {
    const headers = { Host: "bucket-1250000000.cos.ap-guangzhou.myqcloud.com" };
    const ours = signRequest({ method: "PUT", path: "/k", query: {}, headers, ...KEY, secretKey, start, end });
    expect(ours).toBe(official("PUT", "/k", {}, headers, { SecretKey: secretKey, KeyTime: `${start};${end}` }));
  }
});
