import { readdir, truncate } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSignAnswer } from "../../src/contract/sign.ts";
import { fileOf, put, send, signed, signPath, startTestGateway, type TestGateway } from "./start.ts";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
/** What the published example was asked with. */
const EXAMPLE = {
  sha1: "4fbfbc28bbc4a67850fa90823fcea389fcfcd48d",
  md5: "f853b39f8d7c2e617dbde77dca66d413",
  size: 51458,
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ MAX_FILE_SIZE: "1MB" });
});
afterAll(() => gateway.close());

async function refusalOf(path: string) {
  const answer = await send(gateway.port, { path });
  return { status: answer.status, requestIdHeader: answer.headers["x-request-id"], body: JSON.parse(answer.text) };
}

describe("a signed PUT", () => {
  test("stores the bytes, and the CDN link gives the same bytes back under the signed type", async () => {
    const file = fileOf(PNG);
    const { data } = await signed(gateway.origin, file, "image/png");
    const stored = await put(data, file.bytes);
    expect(stored.status).toBe(200);
    expect(stored.headers.get("etag")).toBe(`"${file.md5}"`);

    const shown = await fetch(data.CDN);
    expect(shown.status).toBe(200);
    expect(shown.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(file.bytes);
  });

  test("of a file whose type was left out is stored as plain bytes under .bin", async () => {
    const file = fileOf("of no type");
    const { data } = await signed(gateway.origin, file);
    expect(data.url).toMatch(/\.bin$/);
    expect(data.header["Content-Type"]).toBe("application/octet-stream");
    expect((await put(data, file.bytes)).status).toBe(200);
    expect((await fetch(data.CDN)).headers.get("content-type")).toBe("application/octet-stream");
  });

  test("cannot carry other bytes of the same length, and nothing is stored then", async () => {
    const file = fileOf("the promised bytes");
    const { data } = await signed(gateway.origin, file, "image/png");
    expect((await put(data, Buffer.from("some other bytes!!"))).status).toBe(400);
    expect((await fetch(data.CDN)).status).toBe(404);
  });

  test("beyond STORE_MAX_BYTES is refused with 503, and nothing is stored", async () => {
    const small = await startTestGateway({ STORE_MAX_BYTES: "4KB", MAX_FILE_SIZE: "4KB" });
    // With the record beside it, it does not fit.
    const file = fileOf(Buffer.alloc(4096));
    const { data } = await signed(small.origin, file, "image/png");
    const refused = await put(data, file.bytes);
    expect(refused.status).toBe(503);
    expect(await refused.text()).toContain("The store is full.");
    expect((await fetch(data.CDN)).status).toBe(404);
    await small.close();
  });

  test("replayed is refused with 409", async () => {
    const file = fileOf("sent twice");
    const { data } = await signed(gateway.origin, file, "image/png");
    expect((await put(data, file.bytes)).status).toBe(200);
    expect((await put(data, file.bytes)).status).toBe(409);
  });

  test("says that the object exists once it is stored, and not before", async () => {
    const file = fileOf("asked for twice");
    const before = await signed(gateway.origin, file, "image/png");
    expect(before.data.exists).toBeUndefined();
    await put(before.data, file.bytes);
    const after = await signed(gateway.origin, file, "image/png");
    expect(after.data.exists).toBe(true);
    expect(after.data.CDN).toBe(before.data.CDN);
    const ofAnotherType = await signed(gateway.origin, file, "image/gif");
    expect(ofAnotherType.data.exists).toBeUndefined();
  });

  test("does not say that an object exists whose file is damaged", async () => {
    const own = await startTestGateway();
    const objects = join(own.dir, "data", "objects");
    const file = fileOf("to be cut short");
    await put((await signed(own.origin, file, "image/png")).data, file.bytes);
    const [name = ""] = await readdir(objects);
    await truncate(join(objects, name), 20);
    expect((await signed(own.origin, file, "image/png")).data.exists).toBeUndefined();
    await own.close();
  });

  test("with a lie about sha1 goes to a key of its own and leaves the first object unchanged", async () => {
    const victim = fileOf("the first picture");
    const attacker = { ...fileOf("another picture!!"), sha1: victim.sha1 };
    expect(attacker.size).toBe(victim.size);
    const first = await signed(gateway.origin, victim, "image/png");
    const second = await signed(gateway.origin, attacker, "image/png");
    expect(second.data.url).not.toBe(first.data.url);
    await put(first.data, victim.bytes);
    await put(second.data, attacker.bytes);
    expect(await (await fetch(first.data.CDN)).text()).toBe("the first picture");
  });
});

describe("the answer", () => {
  test("has the published example's fields, no more and no fewer, and passes the contract's own reader", async () => {
    const answer = await fetch(`${gateway.origin}${signPath(EXAMPLE, "image/png")}`);
    const body = await answer.json();
    expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(Object.keys(body)).toEqual(["code", "message", "data", "time", "pid", "tips"]);
    expect(Object.keys(body.data)).toEqual(["url", "method", "header", "CDN"]);
    expect(body).toMatchObject({ code: 0, pid: process.pid, data: { method: "PUT" } });
    expect(readSignAnswer(body).kind).toBe("granted");
  });

  test("says the time in UTC+8", async () => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    const { time } = await signed(gateway.origin, fileOf("time"));
    expect(time).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    const said = Date.parse(`${time.replace(" ", "T")}+08:00`);
    expect(said).toBeGreaterThanOrEqual(before);
    expect(said).toBeLessThanOrEqual(Date.now());
  });

  test("has a key that binds md5, sha1, size and type, signed for 300 seconds over every header that counts", async () => {
    const answer = await fetch(`${gateway.origin}${signPath(EXAMPLE, "image/png")}`);
    const { data } = await answer.json();
    expect(new URL(data.url).pathname).toBe(
      "/songlist/p/f853b39f8d7c2e617dbde77dca66d413/4fbfbc28bbc4a67850fa90823fcea389fcfcd48d_c902.png",
    );
    expect(data.header["content-md5"]).toBe("+FOzn418LmF9ved9ymbUEw==");
    expect(data.header["Content-Length"]).toBe("51458");
    const authorization = new URLSearchParams(data.header.Authorization);
    expect(authorization.get("q-header-list")).toBe(
      "content-length;content-md5;content-type;host;x-cos-forbid-overwrite",
    );
    const [start, end] = (authorization.get("q-sign-time") ?? "").split(";").map(Number);
    expect(Number(end) - Number(start)).toBe(300);
  });

  test.each(["localhost", "127.0.0.1"])(
    "points to the store under the name that the page was opened with: %s",
    async (name) => {
      const answer = await send(gateway.port, {
        path: signPath(EXAMPLE, "image/png"),
        headers: { host: `${name}:${gateway.port}` },
      });
      const { data } = JSON.parse(answer.text);
      expect(new URL(data.url).origin).toBe(`http://${name}:${gateway.storePort}`);
      expect(new URL(data.CDN).origin).toBe(`http://${name}:${gateway.storePort}`);
      expect(data.header.Host).toBe(`${name}:${gateway.storePort}`);
    },
  );

  test("may not be kept by a cache", async () => {
    const answer = await fetch(`${gateway.origin}${signPath(EXAMPLE)}`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});

describe("a refusal", () => {
  const { sha1, md5 } = EXAMPLE;
  const good = `sha1=${sha1}&md5=${md5}`;
  test.each([
    ["no parameters at all", ""],
    ["a missing sha1", `md5=${md5}&size=1`],
    ["a missing md5", `sha1=${sha1}&size=1`],
    ["a missing size", good],
    ["a repeated size", `${good}&size=1&size=9`],
    ["a repeated sha1, even the same", `${good}&sha1=${sha1}&size=1`],
    ["an unknown parameter", `${good}&size=1&acl=public`],
    ["a parameter named like an object's own", `${good}&size=1&__proto__=x`],
    ["a parameter named constructor", `${good}&size=1&constructor=x`],
    ["size in exponent form", `${good}&size=1e3`],
    ["a negative size", `${good}&size=-1`],
    ["a size with a plus", `${good}&size=%2B1`],
    ["a size in hex", `${good}&size=0x10`],
    ["a size with a leading zero", `${good}&size=01`],
    ["a size with a fraction", `${good}&size=1.5`],
    ["a size with a space", `${good}&size=%201`],
    ["a size of 14 digits", `${good}&size=10000000000000`],
    ["an empty size", `${good}&size=`],
    ["upper-case hex in sha1", `sha1=${sha1.toUpperCase()}&md5=${md5}&size=1`],
    ["upper-case hex in md5", `sha1=${sha1}&md5=${md5.toUpperCase()}&size=1`],
    ["a sha1 one digit short", `sha1=${sha1.slice(1)}&md5=${md5}&size=1`],
    ["a sha1 with a digit more", `sha1=${sha1}0&md5=${md5}&size=1`],
    ["an md5 with a digit more", `sha1=${sha1}&md5=${md5}0&size=1`],
    ["a path behind sha1", `sha1=${sha1}/../x&md5=${md5}&size=1`],
    ["a path behind md5", `sha1=${sha1}&md5=${md5}/../x&size=1`],
    ["a sha1 with a NUL", `sha1=${sha1}%00&md5=${md5}&size=1`],
    ["a sha1 with a line feed", `sha1=${sha1}%0a&md5=${md5}&size=1`],
    ["a path in place of md5", `sha1=${sha1}&md5=../../../../../../etc/passwd&size=1`],
    ["a type that is none", `${good}&size=1&type=png`],
    ["a type with a parameter", `${good}&size=1&type=image/png;x=1`],
    ["a type with a line feed", `${good}&size=1&type=image/png%0d%0aX-Evil:1`],
    ["an empty type", `${good}&size=1&type=`],
    ["a stray percent sign", `${good}&size=%`],
  ])("for %s is 400 bad_request in the envelope", async (_, search) => {
    const { status, body, requestIdHeader } = await refusalOf(`/tool/cos/sign?${search}`);
    expect(status).toBe(400);
    expect(Object.keys(body)).toEqual(["code", "message", "data", "time", "pid", "tips", "reason", "requestId"]);
    expect(body).toMatchObject({ code: 400, data: null, reason: "bad_request", requestId: requestIdHeader });
    expect(body.message).toMatch(/[\u4e00-\u9fff]/);
    expect(body.tips).toMatch(/^[\x20-\x7e]+$/);
  });

  test.each(["text/html", "image/svg+xml", "image/bmp", "application/octet-stream"])(
    "for the type %s, which is not accepted, is 400 type_not_accepted and names those that are",
    async (type) => {
      const { status, body } = await refusalOf(signPath(EXAMPLE, type));
      expect(status).toBe(400);
      expect(body).toMatchObject({ code: 400, reason: "type_not_accepted" });
      expect(body.tips).toContain("image/png");
    },
  );

  test("for an empty file is 400 empty_file", async () => {
    const { status, body } = await refusalOf(signPath({ ...EXAMPLE, size: 0 }));
    expect(status).toBe(400);
    expect(body.reason).toBe("empty_file");
  });

  test("for one byte over the limit is 413 too_large with nothing signed; the limit itself is signed", async () => {
    const { status, body } = await refusalOf(signPath({ ...EXAMPLE, size: 1024 ** 2 + 1 }));
    expect(status).toBe(413);
    expect(body).toMatchObject({ code: 413, data: null, reason: "too_large" });
    expect(body.tips).toContain("1 MB");
    expect((await send(gateway.port, { path: signPath({ ...EXAMPLE, size: 1024 ** 2 }) })).status).toBe(200);
  });

  test("never repeats what was sent", async () => {
    const { body } = await refusalOf(`/tool/cos/sign?${good}&size=1&canary4711=canary4712`);
    expect(JSON.stringify(body)).not.toContain("canary");
  });
});

describe("the access token", () => {
  let guarded: TestGateway;
  beforeAll(async () => {
    guarded = await startTestGateway({ ACCESS_TOKEN: "open-sesame" });
  });
  afterAll(() => guarded.close());

  test.each([
    ["none", undefined],
    ["a wrong one", "Bearer open-sesam"],
    ["one with the right beginning", "Bearer open-sesame2"],
    ["the right one in another scheme", "Basic open-sesame"],
    ["the right one behind another scheme", "Basic Bearer open-sesame"],
    ["the right one and more", "Bearer open-sesame more"],
    ["an empty one", "Bearer "],
  ])("%s: 401 token_needed", async (_, authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await send(guarded.port, { path: signPath(EXAMPLE), headers });
    expect(answer.status).toBe(401);
    expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 401, data: null, reason: "token_needed" });
  });

  test("the right one signs, in every spelling of its scheme, and the page is told that one is needed", async () => {
    for (const authorization of ["Bearer open-sesame", "bearer open-sesame", "Bearer   open-sesame"])
      expect((await send(guarded.port, { path: signPath(EXAMPLE), headers: { authorization } })).status).toBe(200);
    const config = await fetch(`${guarded.origin}/api/config`);
    expect(await config.json()).toMatchObject({ tokenRequired: true });
  });
});
