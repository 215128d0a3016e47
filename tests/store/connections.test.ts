import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { getObject, openStore, parseError, putObject, requestHead, sendRaw, signedPutHeaders } from "./helpers.ts";
import { beginPut, whenClosed } from "./partial-put.ts";

/** The error code in a raw answer. */
function codeIn(answer: string): string | undefined {
  return parseError(answer.slice(answer.indexOf("<?xml")))?.Code;
}

describe("what is not HTTP is answered in XML, with a request id", () => {
  test.each([
    ["nonsense", "hello\r\n\r\n", "InvalidRequest"],
    ["a header without a name", "GET /k HTTP/1.1\r\n: x\r\n\r\n", "InvalidRequest"],
    ["a request line with a space in the path", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", "InvalidRequest"],
    ["two lengths", "PUT /k HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "InvalidRequest"],
    ["a negative length", "PUT /k HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "InvalidRequest"],
    ["a head that is too large", `GET /k HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, "InvalidRequest"],
    ["a request cut off", "GET /k HTT", "InvalidRequest"],
  ])("%s", async (_, text, code) => {
    const store = await openStore();
    const answer = await sendRaw(store, text, { finish: true });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/\r\nx-cos-request-id: [0-9a-f]{24}\r\n/);
    expect(codeIn(answer)).toBe(code);
  });

  test("nonsense behind a whole request spoils only itself", async () => {
    const store = await openStore();
    await putObject(store, { key: "k", body: "body" });
    const socket = connect(store.port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    let text = "";
    const answered = new Promise<void>((resolve) => {
      socket.on("data", (piece) => {
        text += piece.toString();
        if (text.endsWith("body")) resolve();
      });
    });
    socket.write(`GET /k HTTP/1.1\r\nHost: 127.0.0.1:${store.port}\r\n\r\n`);
    await answered;
    const closed = whenClosed(socket);
    socket.write("nonsense\r\n\r\n");
    await closed;
    expect(text).toMatch(/^HTTP\/1\.1 200 [\s\S]*bodyHTTP\/1\.1 400 /);
  });
});

describe("a client that holds a connection", () => {
  const put = { key: "k", body: Buffer.alloc(100_000, "x") };

  test("and sends no more of its body is RequestTimeout, and nothing is left behind", async () => {
    const store = await openStore({ limits: { idleMs: 50 } });
    const partial = await beginPut(store, put);
    await partial.write(put.body.subarray(0, 10));
    const answer = await partial.answer;
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(codeIn(answer)).toBe("RequestTimeout");
    expect((await getObject(store, "k")).code).toBe("NoSuchKey");
  });

  test("and sends a byte now and then is UserNetworkTooSlow", async () => {
    const store = await openStore({ limits: { idleMs: 5_000, rateWindowMs: 100, minBytesPerSecond: 1024 } });
    const partial = await beginPut(store, put);
    const drip = setInterval(() => void partial.write("x"), 10);
    onTestFinished(() => clearInterval(drip));
    const answer = await partial.answer;
    expect(codeIn(answer)).toBe("UserNetworkTooSlow");
    expect((await getObject(store, "k")).code).toBe("NoSuchKey");
  });

  test("and sends slowly, but fast enough, is served", async () => {
    const store = await openStore({ limits: { rateWindowMs: 20, minBytesPerSecond: 1 } });
    const body = "0123456789";
    const partial = await beginPut(store, { key: "k", body });
    let sent = 0;
    const drip = setInterval(() => {
      if (sent < body.length) void partial.write(body.charAt(sent++));
    }, 10);
    onTestFinished(() => clearInterval(drip));
    expect(await partial.answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("and never finishes a request's head is RequestTimeout", async () => {
    const store = await openStore({ limits: { headersMs: 50 } });
    const answer = await sendRaw(store, "GET /k HTTP/1.1\r\nHost: x\r\n");
    expect(codeIn(answer)).toBe("RequestTimeout");
  });

  test("and never begins one is cut off without a word, which a browser could take for another answer", async () => {
    const store = await openStore({ limits: { headersMs: 50 } });
    expect(await sendRaw(store, "")).toBe("");
  });

  test("in silence is cut off", async () => {
    const store = await openStore({ limits: { silentSocketMs: 50, headersMs: 60_000 } });
    expect(await sendRaw(store, "")).toBe("");
  });

  test("with a refused body that it never ends is cut off after a while", async () => {
    const store = await openStore({ maxObjectSize: 10, limits: { lingerMs: 50 } });
    const headers = { ...signedPutHeaders(store, put) };
    const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const answer = await sendRaw(store, `PUT /k HTTP/1.1\r\n${fields.join("")}\r\nxxx`);
    expect(codeIn(answer)).toBe("EntityTooLarge");
  });

  test("beyond the limit on connections is not let in", async () => {
    const store = await openStore({ limits: { maxConnections: 1 } });
    const first = connect(store.port, "127.0.0.1");
    onTestFinished(() => void first.destroy());
    await once(first, "connect");
    first.write(`GET /k HTTP/1.1\r\nHost: 127.0.0.1:${store.port}\r\n\r\n`);
    await once(first, "data");
    const second = connect(store.port, "127.0.0.1");
    const heard: string[] = [];
    second.on("data", (piece) => heard.push(piece.toString()));
    second.write(`GET /k HTTP/1.1\r\nHost: 127.0.0.1:${store.port}\r\n\r\n`);
    await whenClosed(second);
    expect(heard).toEqual([]);
  });
});

describe("a client that ends its side of the connection once it has asked", () => {
  test("is told that its object is stored", async () => {
    const store = await openStore();
    const body = Buffer.alloc(3 * 1024 ** 2, "x");
    const head = requestHead("PUT /k", signedPutHeaders(store, { key: "k", body }));
    const answer = await sendRaw(store, Buffer.concat([Buffer.from(head), body]), { finish: true });
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect((await getObject(store, "k")).body).toHaveLength(body.length);
  });

  test("reads an object to its end", async () => {
    const store = await openStore();
    const body = Buffer.alloc(8 * 1024 ** 2, "x");
    await putObject(store, { key: "k", body });
    const head = requestHead("GET /k", { Host: `127.0.0.1:${store.port}` });
    const answer = await sendRaw(store, head, { finish: true });
    expect(answer.length - answer.indexOf("\r\n\r\n") - 4).toBe(body.length);
  });

  test("inside its body is told that the body is too short", async () => {
    const store = await openStore();
    const head = requestHead("PUT /k", signedPutHeaders(store, { key: "k", body: "whole" }));
    const answer = await sendRaw(store, `${head}who`, { finish: true });
    expect(codeIn(answer)).toBe("IncompleteBody");
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });
});

describe("a client that leaves while it reads", () => {
  test("is no failure of the store, and the next one is served", async () => {
    const store = await openStore();
    const body = Buffer.alloc(8 * 1024 ** 2, "x");
    await putObject(store, { key: "k", body });
    const socket = connect(store.port, "127.0.0.1");
    socket.write(`GET /k HTTP/1.1\r\nHost: 127.0.0.1:${store.port}\r\n\r\n`);
    await once(socket, "data");
    const closed = whenClosed(socket);
    socket.destroy();
    await closed;
    expect((await getObject(store, "k")).body).toHaveLength(body.length);
    await store.close();
    expect(store.events.filter((event) => event.type === "failure")).toEqual([]);
    expect(store.events.filter((event) => event.type === "request" && event.method === "GET")).toHaveLength(2);
  });
});

describe("the log", () => {
  test("has a line for each request, with its id and code, and never a signature or a query", async () => {
    const store = await openStore();
    const headers = { "x-cos-meta-secret": "meta-value", "content-type": "image/png" };
    const good = await putObject(store, {
      key: "k",
      body: "b",
      headers,
      unsigned: { "x-cos-security-token": "the-token" },
    });
    await putObject(store, { key: "k", body: "b", credentials: { secretId: "AKIDtest", secretKey: "wrong" } });
    await sendRaw(
      store,
      `GET /k?q-signature=abc HTTP/1.1\r\nHost: 127.0.0.1:${store.port}\r\nConnection: close\r\n\r\n`,
    );
    await store.close();
    expect(store.events).toMatchObject([
      {
        type: "request",
        id: good.headers["x-cos-request-id"],
        method: "PUT",
        path: "/k",
        status: 200,
        code: undefined,
      },
      { type: "request", method: "PUT", path: "/k", status: 403, code: "SignatureDoesNotMatch" },
      { type: "request", method: "GET", path: "/k", status: 403, code: "AccessDenied" },
    ]);
    const text = JSON.stringify(store.events);
    for (const secret of ["test-secret", "q-ak", "q-sign", "the-token", "meta-value", "AKIDtest"])
      expect(text).not.toContain(secret);
  });
});
