import COS from "cos-nodejs-sdk-v5";
import fc from "fast-check";
import { expect, test } from "vitest";
import { verifyRequest } from "../../src/cos/verify.ts";

const KEY = { SecretId: "AKIDexample", SecretKey: "a-secret/with+signs=" };
const NOW = 1_746_537_600;
const KEY_TIME = `${NOW - 60};${NOW + 240}`;
const CONTEXT = { now: NOW, findSecret: (id: string) => (id === KEY.SecretId ? KEY.SecretKey : undefined) };

type Texts = Readonly<Record<string, string>>;

interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: Texts;
  readonly headers: Texts;
}

/** The official SDK's own answer. */
function official({ method, path, query, headers }: Request): string {
  return COS.getAuthorization({
    ...KEY,
    Method: method as COS.Method,
    Pathname: path,
    Query: query,
    Headers: headers,
    KeyTime: KEY_TIME,
  });
}

/** What the SDK would sign of a request that arrived: what its Authorization lists, where that is there. */
function officialOfArrived(request: Request, authorization: string): string {
  const fields = new URLSearchParams(authorization);
  const listed = (texts: Texts, list: string | null) =>
    Object.fromEntries((list ?? "").split(";").flatMap((name) => (name in texts ? [[name, texts[name] ?? ""]] : [])));
  return official({
    ...request,
    query: listed(request.query, fields.get("q-url-param-list")),
    headers: listed(request.headers, fields.get("q-header-list")),
  });
}

function isTaken({ headers, query, ...request }: Request, authorization: string): boolean {
  const rawHeaders = Object.entries({ ...headers, Authorization: authorization }).flat();
  return verifyRequest({ ...request, query: Object.entries(query), rawHeaders }, CONTEXT).ok;
}

/** `hasOwnProperty` is called on them by the SDK. */
const texts = (name: RegExp, value: fc.Arbitrary<string>) =>
  fc.dictionary(fc.stringMatching(name), value, { noNullPrototype: true, maxKeys: 4 });
const anyText = fc.string({ unit: "grapheme" });
/** What a header can carry: others come to a server as bytes of some encoding. */
const visible = fc.stringMatching(/^[!-~]{0,12}$/);
const methods = fc.constantFrom("PUT", "GET", "HEAD", "POST");
const requests = fc.record({
  method: methods,
  path: anyText.map((key) => `/${key}`),
  query: texts(/^[a-z][a-z0-9-]{0,6}$/, anyText),
  headers: texts(/^x-cos-meta-[a-z0-9-]{1,6}$/, visible),
});

/** One character of a text put in another's place, anywhere. */
function corrupt(text: string, at: number, by: string): string {
  const index = text.length === 0 ? 0 : at % text.length;
  return text.slice(0, index) + by + text.slice(index + 1);
}

test("what the official SDK signed is taken, for any key, parameters and headers", () => {
  const property = fc.property(requests, (request) => {
    expect(isTaken(request, official(request))).toBe(true);
  });
  fc.assert(property, { numRuns: 200 });
});

test("of requests changed in one place, exactly those are taken that the SDK would have signed the same", () => {
  const place = fc.constantFrom("authorization", "method", "path", "query", "headers");
  const change = fc.record({ place, at: fc.nat(400), by: fc.stringMatching(/^[0-9a-f;&=Z-]$/), method: methods });
  const property = fc.property(requests, change, (request, { place: where, at, by, method }) => {
    const signed = official(request);
    const one = (given: Texts): Texts => {
      const names = Object.keys(given);
      const name = names[at % Math.max(names.length, 1)];
      return name === undefined ? given : { ...given, [name]: corrupt(given[name] ?? "", at, by) };
    };
    const arrived = {
      method: where === "method" ? method : request.method,
      path: where === "path" ? `/${corrupt(request.path.slice(1), at, by)}` : request.path,
      query: where === "query" ? one(request.query) : request.query,
      headers: where === "headers" ? one(request.headers) : request.headers,
    };
    // Half a surrogate pair has no UTF-8 form: no URL can bring it.
    fc.pre([arrived.path, ...Object.values(arrived.query)].every((text) => !/\p{Cs}/u.test(text)));
    const authorization = where === "authorization" ? corrupt(signed, at, by) : signed;
    expect(isTaken(arrived, authorization)).toBe(officialOfArrived(arrived, authorization) === authorization);
  });
  fc.assert(property, { numRuns: 400 });
});
