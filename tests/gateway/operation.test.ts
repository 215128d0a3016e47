import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { closeGracefully } from "../../src/gateway/http/connection-limits.ts";
import { DEFAULT_LIMITS } from "../../src/store/limits.ts";
import { byRelay, makeFile, sign, upload } from "../bench/relay-load.ts";
import { startThirdParty } from "../third-party/third-party.ts";
import { startGatewayProcess } from "./gateway-process.ts";
import { askTicket, openPut, refusalOf, relay, restOf } from "./relay-client.ts";
import { fileOf, put, send, sendRaw, signed, startTestGateway } from "./start.ts";

const newFile = (size = 1000) => fileOf(randomBytes(size));

describe("GET /metrics", () => {
  const metric = async (port: number, name: string) => {
    const { text } = await send(port, { path: "/metrics" });
    return text.split("\n").filter((line) => line.startsWith(name));
  };

  test("counts answers by endpoint, status and reason, bytes signed and bytes relayed, as Prometheus reads them", async () => {
    const third = await startThirdParty();
    const gateway = await startTestGateway(third.environment);
    const file = newFile(5000);
    await relay(gateway.port, await askTicket(gateway.origin, file), file.bytes);
    await send(gateway.port, { path: "/tool/cos/sign" });
    await send(gateway.port, { path: "/nothing" });
    const answer = await send(gateway.port, { path: "/metrics" });
    expect(answer.headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const line of [
      'cosdrop_requests_total{endpoint="sign",status="200",reason=""} 1',
      'cosdrop_requests_total{endpoint="sign",status="400",reason="bad_request"} 1',
      'cosdrop_requests_total{endpoint="upload",status="200",reason=""} 1',
      'cosdrop_requests_total{endpoint="page",status="404",reason=""} 1',
      "cosdrop_signed_bytes_total 5000",
      "cosdrop_relay_bytes_total 5000",
      "cosdrop_relays_under_way 0",
    ]) {
      expect(answer.text.split("\n")).toContain(line);
    }
    expect(answer.text).toMatch(/^process_resident_memory_bytes \d+$/m);
    await gateway.close();
    await third.close();
  });

  test("are for this machine: who comes through a proxy needs the access token", async () => {
    const gateway = await startTestGateway({ ACCESS_TOKEN: "open-sesame" });
    const forwarded = { "x-forwarded-for": "198.51.100.7" };
    const refused = await send(gateway.port, { path: "/metrics", headers: forwarded });
    expect(refusalOf(refused)).toMatchObject({ status: 403, reason: "token_needed" });
    const headers = { ...forwarded, authorization: "Bearer open-sesame" };
    expect((await send(gateway.port, { path: "/metrics", headers })).status).toBe(200);
    expect((await send(gateway.port, { path: "/metrics" })).status).toBe(200);
    await gateway.close();
  });

  test("are not for who asks by the page's public name, though a proxy on this machine says nothing of a client", async () => {
    const gateway = await startTestGateway({
      PUBLIC_URL: "http://up.example",
      STORE_PUBLIC_URL: "http://img.example",
      ACCESS_TOKEN: "open-sesame",
    });
    onTestFinished(() => gateway.close());
    const ask = async (headers: Record<string, string>) =>
      (await send(gateway.port, { path: "/metrics", headers })).status;
    const bearer = { authorization: "Bearer open-sesame" };
    for (const host of ["up.example", "UP.EXAMPLE:80"]) {
      expect(await ask({ host }), host).toBe(403);
      expect(await ask({ host, ...bearer }), host).toBe(200);
    }
    for (const host of [`localhost:${gateway.port}`, `127.0.0.1:${gateway.port}`, `[::1]:${gateway.port}`, "10.1.2.3"])
      expect(await ask({ host }), host).toBe(200);
  });

  test("stay hidden when what the proxy adds comes after thousands of a stranger's own headers", async () => {
    const gateway = await startTestGateway({ TRUST_PROXY: "127.0.0.1" });
    const head = `GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nConnection: close\r\n`;
    const answer = await sendRaw(gateway.port, `${head}${"a:\r\n".repeat(3000)}X-Forwarded-For: 198.51.100.7\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    await gateway.close();
  });

  test("name no path that a stranger could choose", async () => {
    const gateway = await startTestGateway();
    for (let i = 0; i < 20; i += 1) await send(gateway.port, { path: `/made-up-${i}` });
    expect((await metric(gateway.port, "cosdrop_requests_total")).join("\n")).not.toContain("made-up");
    await gateway.close();
  });
});

test("with TICKET_SECRET, what the embedded mode signed before a restart is good after it, and is not without", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cosdrop-restart-"));
  const afterRestart = async (secret: Record<string, string>) => {
    const before = await startTestGateway({ STORE_DIR: folder, ...secret });
    const file = newFile();
    const { data } = await signed(before.origin, file);
    await before.close();
    const after = await startTestGateway({ STORE_DIR: folder, STORE_PORT: String(before.storePort), ...secret });
    const { status } = await put(data, file.bytes);
    await after.close();
    return status;
  };
  expect(await afterRestart({ TICKET_SECRET: "0123456789abcdef0123456789abcdef" })).toBe(200);
  expect(await afterRestart({})).toBe(403);
  await rm(folder, { recursive: true });
});

describe("a stop", () => {
  test("lets a running upload finish, and takes no new one", async () => {
    const third = await startThirdParty();
    const gateway = await startTestGateway({ ...third.environment, STOP_TIMEOUT: "10" });
    const file = newFile(200_000);
    const socket = await openPut(gateway.port, await askTicket(gateway.origin, file), file.size);
    socket.write(file.bytes.subarray(0, 150_000));
    await vi.waitFor(() => expect(third.puts[0]?.taken).toBeGreaterThan(0));
    const answer = restOf(socket);
    const closed = gateway.close();
    await vi.waitFor(() => expect(send(gateway.port, { path: "/healthz" })).rejects.toThrow());
    socket.write(file.bytes.subarray(150_000));
    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
    await closed;
    expect(third.objects.size).toBe(1);
    await third.close();
  });

  test("lets an upload straight to the embedded store finish as well", async () => {
    const gateway = await startTestGateway({ STOP_TIMEOUT: "10" });
    const file = newFile(200_000);
    const { data } = await signed(gateway.origin, file, "image/png");
    const { Connection, ...headers } = data.header;
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(gateway.storePort, "127.0.0.1");
    socket.write(`PUT ${new URL(data.url).pathname} HTTP/1.1\r\n${head.join("")}Expect: 100-continue\r\n\r\n`);
    await new Promise((go) => socket.once("data", go));
    const answer = restOf(socket);
    const closed = gateway.close();
    // Longer than a store by itself would wait.
    await new Promise((go) => setTimeout(go, DEFAULT_LIMITS.closeGraceMs + 200));
    socket.write(file.bytes);
    expect(await answer).toMatch(/HTTP\/1\.1 200 /);
    await closed;
  });

  test("ends as soon as the last request has its answer, though the client would keep the connection", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    onTestFinished(() => void socket.destroy());
    const [, res] = await once(server, "request");
    // So the answer promises to keep the connection.
    res.writeHead(200, { "content-length": 0 }).flushHeaders();
    const started = performance.now();
    const closed = closeGracefully(server, 5_000);
    res.end();
    await closed;
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  test("does not wait longer than STOP_TIMEOUT for an upload that hangs", async () => {
    const third = await startThirdParty();
    const gateway = await startTestGateway({ ...third.environment, STOP_TIMEOUT: "0" });
    const file = newFile(200_000);
    const socket = await openPut(gateway.port, await askTicket(gateway.origin, file), file.size);
    socket.write(file.bytes.subarray(0, 1000));
    const answer = restOf(socket);
    await gateway.close();
    expect(await answer).toBe("");
    expect(third.objects.size).toBe(0);
    await third.close();
  });
});

test("memory: 256 MiB through the relay take less than 32 MiB more than 32 MiB did", { timeout: 120_000 }, async () => {
  const third = await startThirdParty({ forgetBytes: true });
  const gateway = await startGatewayProcess({ ...third.environment, MAX_FILE_SIZE: "300MB" });
  const through = async (size: number) => {
    const file = makeFile(size);
    const agent = new Agent();
    await upload(byRelay(gateway.port, gateway.pid), agent, await sign(gateway.port, file), file);
  };
  await through(32 * 1024 ** 2);
  const before = gateway.memory().peak;
  await through(256 * 1024 ** 2);
  expect(gateway.memory().peak - before).toBeLessThan(32 * 1024 ** 2);
  await gateway.close();
  await third.close();
});
