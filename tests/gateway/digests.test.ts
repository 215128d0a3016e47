import { randomBytes } from "node:crypto";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { contentMd5 } from "../../src/contract/digest.ts";
import { signRequest } from "../../src/cos/signature.ts";
import { createUpstream } from "../../src/gateway/outgoing/upstream.ts";
import { storeProvesMd5 } from "../../src/gateway/relay/digest-check.ts";
import { Relay } from "../../src/gateway/relay/relay.ts";
import { startThirdParty } from "../third-party/third-party.ts";
import { serve } from "./own-store.ts";
import { sendThrough } from "./relay-alone.ts";
import { askSign, refusalOf, relay } from "./relay-client.ts";
import { fileOf, startTestGateway, type TestFile } from "./start.ts";

const FILE = fileOf(randomBytes(400_000));
const OTHER = fileOf("another file");
const KEY = { secretId: "AKIDoperator", secretKey: "operators-secret" };

/** The headers of a PUT with its Content-MD5, which `signed` may leave out of the signature. */
function putHeaders(file: Omit<TestFile, "bytes">, signed: readonly string[]) {
  const headers = { host: "store.example", "content-length": String(file.size), "content-md5": contentMd5(file.md5) };
  const listed = Object.fromEntries(Object.entries(headers).filter(([name]) => signed.includes(name)));
  const times = { start: 1_700_000_000, end: 1_700_000_300 };
  const authorization = signRequest({ method: "PUT", path: "/k", query: {}, headers: listed, ...KEY, ...times });
  return { ...headers, authorization };
}

describe("MD5 is left to the store", () => {
  const all = putHeaders(FILE, ["host", "content-length", "content-md5"]);
  const unsigned = putHeaders(FILE, ["host", "content-length"]);
  const listOf = (list: string) => all.authorization.replace(/q-header-list=[^&]*/, `q-header-list=${list}`);

  test("when the signature covers a Content-MD5, and it is that of the file", () => {
    expect(storeProvesMd5({ headers: all, md5: FILE.md5 })).toBe(true);
  });

  test.each<[string, Record<string, string>]>([
    ["is sent and not signed", unsigned],
    ["is signed and not sent", { authorization: all.authorization }],
    ["is that of another file", { ...all, "content-md5": contentMd5(OTHER.md5) }],
    ["is under a signature of another kind", { ...all, authorization: "Bearer content-md5" }],
    ["is only part of another name in the list", { ...all, authorization: listOf("host;x-content-md5;content-md5-x") }],
    ["stands in a list that is there twice", { ...all, authorization: `${all.authorization}&q-header-list=host` }],
    [
      "stands in the list of parameters",
      { ...all, authorization: unsigned.authorization.replace("q-url-param-list=", "q-url-param-list=content-md5") },
    ],
    ["is sent without any signature", { "content-md5": contentMd5(FILE.md5) }],
  ])("and not when it %s", (_, headers) => {
    expect(storeProvesMd5({ headers, md5: FILE.md5 })).toBe(false);
  });
});

describe("right SHA-1, wrong MD5", () => {
  test("under a signed Content-MD5: the store refuses the bytes, and the client hears digest_mismatch", async () => {
    const third = await startThirdParty();
    const gateway = await startTestGateway(third.environment);
    onTestFinished(async () => {
      await gateway.close();
      await third.close();
    });
    const { body } = await askSign(gateway.origin, { ...FILE, md5: OTHER.md5 });
    const answer = await relay(gateway.port, body.data.relay, FILE.bytes);
    expect(refusalOf(answer)).toMatchObject({ status: 400, reason: "digest_mismatch" });
    expect(third.objects.size).toBe(0);
    expect(third.puts.map((put) => put.stored)).toEqual([false]);
  });

  test("the same in one's own bucket, which here is the embedded store", async () => {
    const bucket = await startTestGateway();
    onTestFinished(() => bucket.close());
    const { body } = await askSign(bucket.origin, { ...FILE, md5: OTHER.md5 });
    const url = new URL(body.data.url);
    const upstream = createUpstream({ namedOrigins: [url.origin] });
    onTestFinished(() => upstream.close());
    const headers = Object.fromEntries(
      Object.entries<string>(body.data.header).flatMap(([name, value]) =>
        name === "Connection" ? [] : [[name.toLowerCase(), value]],
      ),
    );
    const grant = { ...FILE, md5: OTHER.md5, url: url.href, headers, expires: Date.now() + 60_000 };
    expect(storeProvesMd5(grant)).toBe(true);
    const alone = new Relay({ upstream, ticketSecret: undefined, signHead: () => ({}) });
    expect(await sendThrough(alone, grant, FILE.bytes)).toBe("400 digest_mismatch");
    expect((await fetch(url, { method: "HEAD" })).status).toBe(404);
  });
});

describe("a store that believes everything", () => {
  /** It takes any body, and says how much of it came. */
  async function startBeliever() {
    const seen = { taken: 0, stored: false, cut: false };
    const origin = await serve(async (req, res) => {
      try {
        for await (const piece of req) seen.taken += piece.length;
        seen.stored = true;
        res.end();
      } catch {
        seen.cut = true;
      }
    });
    const upstream = createUpstream({ namedOrigins: [origin] });
    onTestFinished(() => upstream.close());
    return { seen, url: `${origin}/k`, relay: new Relay({ upstream, ticketSecret: undefined, signHead: () => ({}) }) };
  }

  test.each([
    ["a wrong MD5, where the signature does not cover Content-MD5", { md5: OTHER.md5 }, ["content-length"]],
    ["a wrong SHA-1, where it does", { sha1: OTHER.sha1 }, ["content-length", "content-md5"]],
    ["a wrong SHA-1, where it does not", { sha1: OTHER.sha1 }, ["content-length"]],
  ])("never has the last piece of a body with %s: the relay cuts the connection", async (_, lie, signed) => {
    const store = await startBeliever();
    const promised = { ...FILE, ...lie };
    const grant = { ...promised, url: store.url, headers: putHeaders(promised, signed), expires: Date.now() + 60_000 };
    expect(await sendThrough(store.relay, grant, FILE.bytes)).toBe("400 digest_mismatch");
    await vi.waitFor(() => expect(store.seen.cut).toBe(true));
    expect(store.seen.stored).toBe(false);
    expect(store.seen.taken).toBeLessThan(FILE.size);
  });

  test.each([[["content-length"]], [["content-length", "content-md5"]]])(
    "has the whole body when both digests are right, signed: %j",
    async (signed) => {
      const store = await startBeliever();
      const grant = { ...FILE, url: store.url, headers: putHeaders(FILE, signed), expires: Date.now() + 60_000 };
      expect(await sendThrough(store.relay, grant, FILE.bytes)).toBe("stored");
      expect(store.seen).toEqual({ taken: FILE.size, stored: true, cut: false });
    },
  );
});
