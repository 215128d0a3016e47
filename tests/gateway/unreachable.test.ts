import dns from "node:dns";
import { createServer, isIP } from "node:net";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { preflight } from "../../src/gateway/bucket/preflight.ts";
import { Reachability } from "../../src/gateway/bucket/reachability.ts";
import { readConfig } from "../../src/gateway/config/config.ts";
import { checkLink } from "../../src/gateway/doctor/check-link.ts";
import { diagnose } from "../../src/gateway/doctor/diagnose.ts";
import { reasonOf } from "../../src/gateway/outgoing/reason-of.ts";
import { createUpstream } from "../../src/gateway/outgoing/upstream.ts";
import { askSignApi } from "../../src/gateway/third-party/ask-sign-api.ts";

const FILE = { md5: "0".repeat(32), sha1: "0".repeat(40), size: 1, type: "image/png" };

/** Of a host with two addresses, on a port where nobody listens at either. */
let origin: string;
beforeAll(async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((ready) => server.once("listening", ready));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  origin = `http://two-addresses.example:${address.port}`;
  await new Promise((closed) => server.close(closed));
});
beforeEach(() => {
  const addresses = [
    { address: "::1", family: 6 },
    { address: "127.0.0.1", family: 4 },
  ];
  // Connecting asks for all addresses, listening at one for that one.
  const lookup = (name: string, ...rest: readonly unknown[]) => {
    const callback = rest.at(-1);
    const found = isIP(name) === 0 ? [addresses] : [name, isIP(name)];
    if (typeof callback === "function") process.nextTick(() => callback(null, ...found));
  };
  const replaced = vi.spyOn(dns, "lookup").mockImplementation(Object.assign(lookup, { __promisify__: vi.fn() }));
  return () => replaced.mockRestore();
});

function upstream() {
  return createUpstream({ namedOrigins: [origin] });
}

test("a sign API whose addresses all refuse is told with the reason", async () => {
  const outcome = await askSignApi(upstream(), `${origin}/tool/cos/sign`, FILE);
  expect(outcome).toMatchObject({ kind: "refused", refusal: { reason: "sign_unreachable" } });
  expect(outcome).toMatchObject({ why: expect.stringContaining("ECONNREFUSED") });
});

test("a bucket whose addresses all refuse is told with the reason, in its health and in the preflight's verdict", async () => {
  const state = expect.stringContaining("ECONNREFUSED");
  expect(await new Reachability(upstream(), new URL(origin)).health()).toEqual({
    ok: false,
    details: { bucket: { state } },
  });
  const verdict = await preflight(upstream(), new URL(origin), "https://up.example", false);
  expect(verdict).toEqual({ allowed: false, why: expect.stringContaining("ECONNREFUSED"), unanswered: true });
});

test("the doctor tells the reason of such a bucket, link and sign API", async () => {
  const bucket = {
    COS_BUCKET: "pictures-1250000000",
    COS_REGION: "ap-guangzhou",
    COS_SECRET_ID: "AKIDexample",
    COS_SECRET_KEY: "example",
    COS_ENDPOINT: origin,
    CDN_URL: "https://cdn.example",
  };
  const signApi = { SIGN_API_URL: `${origin}/tool/cos/sign`, RELAY_HOSTS: origin };
  const findings = [
    ...(await diagnose(readConfig(bucket), false)),
    ...(await checkLink(new URL(`${origin}/k`), "ours")),
    ...(await diagnose(readConfig(signApi), false)),
  ].filter(({ status }) => status === "fail");
  expect(findings).toHaveLength(3);
  for (const { what } of findings) expect(what).toContain("ECONNREFUSED");
});

test.each([
  [new AggregateError([new Error("a"), new Error("b"), new Error("a")]), "a; b"],
  [new AggregateError([], "all failed"), "all failed"],
  [Object.assign(new Error(""), { code: "ECONNRESET" }), "ECONNRESET"],
  [new TypeError(""), "TypeError"],
  ["said", "said"],
])("the reason of a failure is never empty: %#", (error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});
