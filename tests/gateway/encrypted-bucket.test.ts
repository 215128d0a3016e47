import { randomBytes } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { contentMd5 } from "../../src/contract/digest.ts";
import { doubtSuccess } from "../../src/contract/put-success.ts";
import { EXISTED_HEADER } from "../../src/contract/sign.ts";
import { createUpstream } from "../../src/gateway/outgoing/upstream.ts";
import { Relay } from "../../src/gateway/relay/relay.ts";
import { compareObject } from "../../src/gateway/relay/same-object.ts";
import { relayingTo, serve } from "./own-store.ts";
import { sendThrough } from "./relay-alone.ts";
import { askSign, refusalOf, relay } from "./relay-client.ts";
import { fileOf } from "./start.ts";

/**
 * A bucket that encrypts with a key of its own (SSE-KMS), so that no ETag is an MD5.
 * @param mayLook whether the operator's key may HEAD its objects.
 */
async function startEncryptedBucket({ mayLook = true } = {}) {
  /** Path → bytes. */
  const sizes = new Map<string, number>();
  const origin = await serve(async (req, res) => {
    const path = req.url ?? "";
    let taken = 0;
    for await (const piece of req) taken += piece.length;
    const there = sizes.get(path);
    const headers = { etag: `"${randomBytes(16).toString("hex")}"`, "x-cos-server-side-encryption": "cos/kms" };
    if (req.method === "HEAD" && !mayLook) res.writeHead(403).end();
    else if (req.method === "HEAD" && there === undefined) res.writeHead(404).end();
    else if (req.method === "HEAD") res.writeHead(200, { ...headers, "content-length": there }).end();
    else if (there !== undefined) res.writeHead(409).end("<Error><Code>FileAlreadyExists</Code></Error>");
    else {
      sizes.set(path, taken);
      res.writeHead(200, headers).end();
    }
  });
  return { origin, sizes };
}

test("the same file again into a bucket that encrypts is a success: by HEAD before, and by HEAD after a 409", async () => {
  const bucket = await startEncryptedBucket();
  const file = fileOf(randomBytes(900));
  const asking = await relayingTo(bucket.origin);
  const first = await askSign(asking.origin, file);
  expect(first.body.data.exists).toBeUndefined();
  expect((await relay(asking.port, first.body.data.relay, file.bytes)).status).toBe(200);
  expect((await askSign(asking.origin, file)).body.data.exists).toBe(true);

  const silent = await relayingTo(bucket.origin, { EXISTS_CHECK: "off" });
  const again = await askSign(silent.origin, file);
  expect((await relay(silent.port, again.body.data.relay, file.bytes)).status).toBe(200);
  expect(silent.log()).toContain("the object was there already");
});

test("the first upload is a success to the page too: it is told that the ETag is no MD5", async () => {
  const bucket = await startEncryptedBucket();
  const gateway = await relayingTo(bucket.origin);
  const file = fileOf(randomBytes(900));
  const { body } = await askSign(gateway.origin, file);
  const { headers, text } = await relay(gateway.port, body.data.relay, file.bytes);
  const encrypted = headers["x-cos-server-side-encryption"] !== undefined;
  expect(doubtSuccess(contentMd5(file.md5), { etag: String(headers.etag), encrypted, body: text })).toBeUndefined();
});

test("a 409 is a success where nobody may look: the key names the content", async () => {
  const bucket = await startEncryptedBucket({ mayLook: false });
  const gateway = await relayingTo(bucket.origin);
  const file = fileOf(randomBytes(900));
  for (const existed of [undefined, "1"]) {
    const { body } = await askSign(gateway.origin, file);
    expect(body.data.exists).toBeUndefined();
    const answer = await relay(gateway.port, body.data.relay, file.bytes);
    expect([answer.status, answer.headers[EXISTED_HEADER]]).toEqual([200, existed]);
  }
});

test("a 409 for another reason is none, though the key names the content: nothing need be there", async () => {
  const origin = await serve((req, res) => {
    if (req.method === "HEAD") res.writeHead(403).end();
    else req.resume().once("end", () => res.writeHead(409).end("<Error><Code>PathConflict</Code></Error>"));
  });
  const gateway = await relayingTo(origin);
  const file = fileOf(randomBytes(900));
  const { body } = await askSign(gateway.origin, file);
  const answer = await relay(gateway.port, body.data.relay, file.bytes);
  expect(refusalOf(answer)).toMatchObject({ status: 409, reason: "put_refused" });
});

test("a 409 stays one when what is there has another length", async () => {
  const bucket = await startEncryptedBucket();
  const gateway = await relayingTo(bucket.origin, { EXISTS_CHECK: "off" });
  const file = fileOf(randomBytes(900));
  const { body } = await askSign(gateway.origin, file);
  bucket.sizes.set(new URL(body.data.url).pathname, 901);
  const answer = await relay(gateway.port, body.data.relay, file.bytes);
  expect(refusalOf(answer)).toMatchObject({ status: 409, reason: "already_exists" });
});

test("under a key that does not name its content, nobody knows what an encrypted object is", async () => {
  const bucket = await startEncryptedBucket();
  const file = fileOf(randomBytes(900));
  bucket.sizes.set("/k", file.size);
  const upstream = createUpstream({ namedOrigins: [bucket.origin] });
  onTestFinished(() => upstream.close());
  const verdict = await compareObject(upstream, new URL(`${bucket.origin}/k`), {}, { ...file, keyNamesContent: false });
  expect(verdict).toBe("unknown");
});

test("so there a 409 over one of the same length is no success", async () => {
  const bucket = await startEncryptedBucket();
  const file = fileOf(randomBytes(900));
  bucket.sizes.set("/k", file.size);
  const upstream = createUpstream({ namedOrigins: [bucket.origin] });
  onTestFinished(() => upstream.close());
  const alone = new Relay({ upstream, ticketSecret: undefined, signHead: () => ({}) });
  const headers = { host: new URL(bucket.origin).host, "content-length": String(file.size) };
  const grant = { ...file, url: `${bucket.origin}/k`, headers, expires: Date.now() + 60_000 };
  expect(await sendThrough(alone, grant, file.bytes)).toBe("409 already_exists");
});

test("an object that was put in parts, as tools copy large ones, is the same by its key and length: its ETag is no MD5", async () => {
  const file = fileOf(randomBytes(900));
  const etag = `"${randomBytes(16).toString("hex")}-2"`;
  const origin = await serve((req, res) => {
    if (req.method === "HEAD") res.writeHead(200, { etag, "content-length": file.size }).end();
    else req.resume().once("end", () => res.writeHead(409).end("<Error><Code>FileAlreadyExists</Code></Error>"));
  });
  expect((await askSign((await relayingTo(origin)).origin, file)).body.data.exists).toBe(true);
  const silent = await relayingTo(origin, { EXISTS_CHECK: "off" });
  const { body } = await askSign(silent.origin, file);
  expect((await relay(silent.port, body.data.relay, file.bytes)).status).toBe(200);
});
