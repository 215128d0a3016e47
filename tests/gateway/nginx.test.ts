import { randomBytes } from "node:crypto";
import { request } from "node:https";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startThirdParty, type ThirdParty } from "../third-party/third-party.ts";
import { freePort, type RunningNginx, startNginx } from "./nginx.ts";
import { refusalOf } from "./relay-client.ts";
import { fileOf, type RawAnswer, send, signPath, startTestGateway, type TestGateway } from "./start.ts";

const TICKET_SECRET = "0123456789abcdef0123456789abcdef";

interface TlsRequest {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer | undefined;
}

/** A request over TLS, as a browser on another machine would make it. */
function overTls(
  port: number,
  ca: string,
  { path, method = "GET", headers = {}, body }: TlsRequest,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const all = { ...(body && { "content-length": String(body.length) }), ...headers };
    const options = { host: "127.0.0.1", servername: "localhost", port, ca, method, path, agent: false };
    const req = request({ ...options, headers: { host: `localhost:${port}`, ...all } }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("end", () =>
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(chunks).toString() }),
      );
    });
    req.on("error", reject);
    req.end(body);
  });
}

/** The status of what no HTTP client would send, over a TLS connection of its own. */
function overTlsRaw(port: number, ca: string, { path, method = "GET", headers = {} }: TlsRequest) {
  return new Promise<{ readonly status: number }>((resolve, reject) => {
    const fields = Object.entries({ host: `localhost:${port}`, connection: "close", ...headers });
    const lines = [`${method} ${path} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`), "", ""];
    let text = "";
    const socket = connect({ host: "127.0.0.1", servername: "localhost", port, ca }, () => {
      socket.write(lines.join("\r\n"));
    });
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve({ status: Number(/^HTTP\/1\.1 (\d+) /.exec(text)?.[1]) }));
  });
}

describe("two gateways behind the documented nginx", () => {
  let third: ThirdParty;
  let gateways: TestGateway[];
  let nginx: RunningNginx;
  let port: number;
  let plainPort: number;
  beforeAll(async () => {
    third = await startThirdParty();
    port = await freePort();
    plainPort = await freePort();
    const environment = {
      ...third.environment,
      TICKET_SECRET,
      PUBLIC_URL: `https://localhost:${port}`,
      TRUST_PROXY: "127.0.0.1",
      RATE_LIMIT: "40/h",
    };
    gateways = await Promise.all([startTestGateway(environment), startTestGateway(environment)]);
    const change = (text: string) =>
      text
        .replace("127.0.0.1:5173", `127.0.0.1:${gateways[0]?.port}`)
        .replace("127.0.0.1:5174", `127.0.0.1:${gateways[1]?.port}`)
        .replaceAll("up.example", "localhost")
        .replace("listen 443", `listen ${port}`)
        .replace("listen 80", `listen ${plainPort}`);
    nginx = await startNginx(["nginx.conf"], change, port);
  }, 120_000);
  afterAll(async () => {
    await nginx?.close();
    await Promise.all((gateways ?? []).map((gateway) => gateway.close()));
    await third?.close();
  });

  const ask = (options: TlsRequest) => overTls(port, nginx.certificate, options);
  const askRaw = (options: TlsRequest) => overTlsRaw(port, nginx.certificate, options);

  test("serve one page: signatures of one are relayed by the other, over TLS", async () => {
    const relayed = new Set<string>();
    for (let i = 0; i < 6; i += 1) {
      const file = fileOf(randomBytes(120_000));
      const signing = await ask({ path: signPath(file, "image/png") });
      expect(signing.status).toBe(200);
      const { data } = JSON.parse(signing.text);
      const answer = await ask({ method: "PUT", path: data.relay, body: file.bytes });
      expect(answer).toMatchObject({ status: 200, headers: { etag: `"${file.md5}"` } });
      expect(third.objects.get(new URL(data.CDN).pathname)?.bytes?.equals(file.bytes)).toBe(true);
      const ids = [signing, answer].map(({ headers }) => String(headers["x-request-id"]));
      const indices = () => ids.map((id) => gateways.findIndex((gateway) => gateway.log().includes(id)));
      // A gateway, too, writes its line once the answer is out.
      await expect.poll(indices).not.toContain(-1);
      const by = indices();
      relayed.add(by.join("→"));
    }
    // Round robin sends each request to the other one.
    expect([...relayed].some((way) => way === "0→1" || way === "1→0")).toBe(true);
  });

  test("answer the page and its security headers, and are reached under no other name", async () => {
    const page = await ask({ path: "/" });
    expect(page.status).toBe(200);
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(page.headers["strict-transport-security"]).toBe("max-age=31536000");
    const foreign = await ask({ path: "/api/config", headers: { host: "evil.example" } });
    expect(refusalOf(foreign).reason).toBe("host_refused");
  });

  test("are where plain http leads, whatever name it was asked by", async () => {
    const answer = await send(plainPort, { path: "/x?y", headers: { host: "evil.example" } });
    expect(answer).toMatchObject({ status: 308, headers: { location: "https://localhost/x?y" } });
  });

  test("hide their metrics, and keep tickets and queries out of nginx's log", async () => {
    expect((await ask({ path: "/metrics" })).status).toBe(404);
    await ask({ method: "PUT", path: "/upload/canary4711", body: Buffer.from("x") });
    // nginx writes its line once the answer is out.
    await expect.poll(() => nginx.log()).toContain("PUT /upload/[ticket] 403");
    const log = await nginx.log();
    expect(log).not.toContain("canary4711");
    expect(log).not.toContain("sha1=");
  });

  test("refuse a file that is too large themselves, in the envelope", async () => {
    const file = fileOf(randomBytes(10));
    const answer = await ask({ path: signPath({ ...file, size: 104_857_601 }) });
    expect(refusalOf(answer)).toMatchObject({ status: 413, reason: "too_large" });
  });

  test.each<[string, Omit<TlsRequest, "path">, number]>([
    ["a method that does not exist", { method: "FOO" }, 400],
    ["a control character in a header", { headers: { "x-odd": "\u0001" } }, 400],
    ["a head that is too large", { headers: { "x-a": "a".repeat(9_000), "x-b": "b".repeat(9_000) } }, 431],
  ])("refuse %s, and go on answering everybody else", async (_, bad, status) => {
    // nginx keeps a connection to each of them, and asks them by turns.
    for (let i = 0; i < 4; i += 1) expect((await ask({ path: "/" })).status).toBe(200);
    for (let i = 0; i < 2; i += 1) expect((await askRaw({ path: "/", ...bad })).status).toBe(status);
    for (let i = 0; i < 4; i += 1) expect((await ask({ path: "/" })).status).toBe(200);
  });

  test("count clients by nginx's word, not by the client's own X-Forwarded-For", async () => {
    // The last test: no signature can be had after it.
    // Each gateway has a bucket of 40; a client that invents addresses still empties them.
    const statuses = [];
    for (let i = 0; i < 90; i += 1) {
      const headers = { "x-forwarded-for": `198.51.100.${i}` };
      statuses.push((await ask({ path: signPath(fileOf(randomBytes(10))), headers })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });
});

test("nothing is buffered: the first bytes reach the store while the client has not sent the last", {
  timeout: 60_000,
}, async () => {
  const third = await startThirdParty();
  const port = await freePort();
  const gateway = await startTestGateway({ ...third.environment, PUBLIC_URL: `https://localhost:${port}` });
  const change = (text: string) =>
    text
      .replace("127.0.0.1:5173", `127.0.0.1:${gateway.port}`)
      .replace(/^.*127\.0\.0\.1:5174.*$/m, "")
      .replaceAll("up.example", "localhost")
      .replace("listen 443", `listen ${port}`)
      .replace("listen 80", "listen 127.0.0.1:0");
  const plainPort = await freePort();
  const nginx = await startNginx(
    ["nginx.conf"],
    (text) => change(text).replace("127.0.0.1:0", String(plainPort)),
    port,
  );
  const file = fileOf(randomBytes(3_000_000));
  const signing = await overTls(port, nginx.certificate, { path: signPath(file, "image/png") });
  const { data } = JSON.parse(signing.text);
  const answered = new Promise<number>((resolve, reject) => {
    const options = { host: "127.0.0.1", servername: "localhost", port, ca: nginx.certificate, method: "PUT" };
    const headers = { host: `localhost:${port}`, "content-length": String(file.size) };
    const req = request({ ...options, path: data.relay, headers, agent: false }, (res) => {
      res.resume();
      resolve(res.statusCode ?? 0);
    });
    req.on("error", reject);
    req.write(file.bytes.subarray(0, 2_000_000));
    // The rest is sent only once the store has some of it.
    const look = setInterval(() => {
      if ((third.puts[0]?.taken ?? 0) === 0) return;
      clearInterval(look);
      req.end(file.bytes.subarray(2_000_000));
    }, 10);
  });
  expect(await answered).toBe(200);
  await nginx.close();
  await gateway.close();
  await third.close();
});

test("a gateway that is down is passed over, by signatures and by uploads", { timeout: 60_000 }, async () => {
  const third = await startThirdParty();
  const [port, plainPort, nobody] = [await freePort(), await freePort(), await freePort()];
  const gateway = await startTestGateway({ ...third.environment, PUBLIC_URL: `https://localhost:${port}` });
  const change = (text: string) =>
    text
      .replace("127.0.0.1:5173", `127.0.0.1:${nobody}`)
      .replace("127.0.0.1:5174", `127.0.0.1:${gateway.port}`)
      .replaceAll("up.example", "localhost")
      .replace("listen 443", `listen ${port}`)
      .replace("listen 80", `listen ${plainPort}`);
  const nginx = await startNginx(["nginx.conf"], change, port);
  const files = [1, 2, 3, 4].map(() => fileOf(randomBytes(300_000)));
  const paths: string[] = [];
  for (const file of files) {
    const signing = await overTls(port, nginx.certificate, { path: signPath(file, "image/png") });
    expect(signing.status).toBe(200);
    paths.push(JSON.parse(signing.text).data.relay);
  }
  // One after another, and so at both by turns.
  for (const [i, path] of paths.entries()) {
    const answer = await overTls(port, nginx.certificate, { method: "PUT", path, body: files[i]?.bytes });
    expect(answer).toMatchObject({ status: 200, headers: { etag: `"${files[i]?.md5}"` } });
  }
  await nginx.close();
  await gateway.close();
  await third.close();
});

test("the embedded store behind nginx takes signed uploads under its own name", { timeout: 60_000 }, async () => {
  const [port, storePort, imgPort] = [await freePort(), await freePort(), await freePort()];
  const gateway = await startTestGateway({
    STORE_PORT: String(storePort),
    PUBLIC_URL: `https://localhost:${port}`,
    STORE_PUBLIC_URL: `https://img.localhost:${imgPort}`,
  });
  const change = (text: string) =>
    text
      .replace("127.0.0.1:9000", `127.0.0.1:${storePort}`)
      .replaceAll("img.up.example", "img.localhost")
      .replace("listen 443", `listen ${imgPort}`);
  const nginx = await startNginx(["nginx-store.conf"], change, imgPort);
  const file = fileOf(randomBytes(50_000));
  const signing = await fetch(`${gateway.origin}${signPath(file, "image/png")}`);
  const { data } = await signing.json();
  expect(new URL(data.url).origin).toBe(`https://img.localhost:${imgPort}`);
  const { "Content-Length": _, Connection, ...headers } = data.header;
  const path = new URL(data.url).pathname;
  const put = await overTls(imgPort, nginx.certificate, { method: "PUT", path, headers, body: file.bytes });
  expect(put.status).toBe(200);
  const host = { host: `img.localhost:${imgPort}` };
  expect((await overTls(imgPort, nginx.certificate, { path, headers: host })).headers.etag).toBe(`"${file.md5}"`);
  await nginx.close();
  await gateway.close();
});
