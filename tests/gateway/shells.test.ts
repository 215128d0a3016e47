import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { refusalOf } from "./relay-client.ts";
import { fileOf, put, send, sendRaw, signed, startTestGateway } from "./start.ts";

const ROOT = join(import.meta.dirname, "../..");
const VITE = [join(ROOT, "node_modules/vite/bin/vite.js")];
/** Of a mode that nobody runs: Vite does not read it, and must not hand it out. */
const ENV_FILE = join(ROOT, `.env.test-${process.pid}`);
const MAIN = ["--import", "tsx", join(ROOT, "src/gateway/main.ts")];

function run(args: string[], environment: Record<string, string>): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, NO_COLOR: "1", ...environment } });
}

/** What the process says until it ends, and its exit code. */
async function outcome(child: ChildProcessWithoutNullStreams): Promise<{ code: number | null; said: string }> {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const [code] = await once(child, "close");
  return { code, said };
}

/** The first match in what the process says; fails with all of it when the process ends before. */
function saying(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const match = pattern.exec(said);
      if (match) resolve(match);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("close", () => reject(new Error(`ended before it said ${pattern}:\n${said}`)));
  });
}

/** A port that is taken for as long as the callback runs. */
async function withTakenPort(use: (port: string) => Promise<void>): Promise<void> {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  await use(String((other.address() as AddressInfo).port));
  other.close();
}

describe("the dev server", () => {
  let vite: ChildProcessWithoutNullStreams;
  let dir: string;
  let port: number;
  beforeAll(async () => {
    // Inside the project, where a careless dev server would find them.
    await mkdir(join(ROOT, "data"), { recursive: true });
    dir = await mkdtemp(join(ROOT, "data", "test-"));
    await writeFile(join(dir, "stored.txt"), "canary");
    await writeFile(ENV_FILE, "SECRET=canary\n");
    vite = run(VITE, { PORT: "0", STORE_PORT: "0", STORE_DIR: dir });
    const [, found] = await saying(vite, /page {3}http:\/\/127\.0\.0\.1:(\d+)\/\s+store {2}http/);
    port = Number(found);
  }, 60_000);
  afterAll(async () => {
    vite.kill();
    await once(vite, "close");
    await rm(dir, { recursive: true, force: true });
    await rm(ENV_FILE, { force: true });
  });

  test("serves the page under a policy whose nonce Vite's inline script carries", async () => {
    const { status, text, headers } = await send(port, { path: "/" });
    expect(status).toBe(200);
    const nonce = /script-src 'self' 'wasm-unsafe-eval' 'nonce-([\w-]{22})'/.exec(
      String(headers["content-security-policy"]),
    )?.[1];
    expect(nonce).toBeDefined();
    const scripts = text.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(1);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(headers["content-security-policy"]).not.toContain("unsafe-inline");
    expect(headers["content-security-policy"]).not.toContain("'unsafe-eval'");
  });

  test("is the same gateway: it signs, and its store takes and gives the bytes", async () => {
    const file = fileOf("through the dev server");
    const { data } = await signed(`http://127.0.0.1:${port}`, file);
    expect((await put(data, file.bytes)).status).toBe(200);
    expect(await (await fetch(data.CDN)).text()).toBe("through the dev server");
  });

  test("hands out neither secrets, nor stored files, nor anything else that is not the page", async () => {
    const storeDir = dir.slice(ROOT.length);
    for (const path of [
      "/.env",
      `/${basename(ENV_FILE)}`,
      `/${basename(ENV_FILE)}?raw`,
      `/${basename(ENV_FILE)}?import&raw`,
      `/@fs${ENV_FILE}`,
      `/@fs${ENV_FILE}?raw`,
      "/.git/HEAD",
      "/@fs/etc/passwd",
      "/@fs/etc/passwd?raw",
      "/@fs/etc/passwd?raw??",
      "/@fs/etc/passwd?import&raw",
      "/@fs//etc/passwd",
      `/@fs${ROOT}/package.json`,
      `/@fs${ROOT}/package.json?raw`,
      "/package.json",
      "/package.json?import",
      "/data/",
      `${storeDir}/stored.txt`,
      `${storeDir}/stored.txt?raw`,
      `${storeDir}/stored.txt?import&raw`,
      `/@fs${dir}/stored.txt`,
      `/@fs${dir}/stored.txt?raw`,
      "/src/../package.json",
      "/src/..%2fpackage.json",
      "/../../../../../etc/passwd",
    ]) {
      const answer = await send(port, { path });
      expect([400, 403, 404], `${path}: ${answer.text.slice(0, 200)}`).toContain(answer.status);
      expect(answer.text).not.toContain("canary");
      expect(answer.text).not.toContain("root:");
      expect(answer.text).not.toContain('"devDependencies"');
    }
  });

  test("refuses foreign Host headers and answers unknown paths with 404", async () => {
    expect((await send(port, { path: "/", headers: { host: "evil.example" } })).status).toBe(403);
    expect((await send(port, { path: "/src/main.tsx", headers: { host: `127.0.0.2:${port}` } })).status).toBe(403);
    expect((await send(port, { path: "/nothing" })).status).toBe(404);
  });

  test("refuses what is no HTTP in the envelope, as production does", async () => {
    const [head, body = ""] = (await sendRaw(port, "no HTTP at all\r\n\r\n")).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(refusalOf({ status: 400, text: body }).reason).toBe("bad_request");
    expect((await send(port, { path: "/metrics" })).text).toContain(
      'cosdrop_unreadable_requests_total{status="400"} 1',
    );
  });

  test("lets no other origin read the source", async () => {
    const { headers } = await send(port, { path: "/src/main.tsx", headers: { origin: "http://localhost:4999" } });
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("a start that cannot work ends with 1 and one clear sentence", () => {
  test.each([
    ["dev", VITE],
    ["production", MAIN],
  ])("%s: mistakes in the configuration, all of them", async (_, args) => {
    const { code, said } = await outcome(run(args, { PORT: "x", MAX_FILE_SIZE: "y", ACCESS_TOKEN: "canary 4711" }));
    expect(code).toBe(1);
    for (const name of ["PORT", "MAX_FILE_SIZE", "ACCESS_TOKEN"]) expect(said).toContain(name);
    expect(said).not.toContain("canary");
    expect(said).not.toMatch(/^\s+at /m);
  });

  test("dev: the page's port is taken", async () => {
    await withTakenPort(async (port) => {
      const { code, said } = await outcome(run(VITE, { PORT: port, STORE_PORT: "0" }));
      expect(code).toBe(1);
      // On a slow machine Vite says before it how long its own bundling took.
      expect(said).toMatch(new RegExp(`^Port ${port} is in use .* set PORT .*\\.$`, "m"));
      expect(said).not.toMatch(/^ +at /m);
    });
  });

  test("dev: the store's port is taken", async () => {
    await withTakenPort(async (port) => {
      const dir = await mkdtemp(join(tmpdir(), "cosdrop-taken-"));
      onTestFinished(() => rm(dir, { recursive: true }));
      const { code, said } = await outcome(run(VITE, { PORT: "0", STORE_PORT: port, STORE_DIR: dir }));
      expect(code).toBe(1);
      expect(said).toMatch(new RegExp(`Port ${port} is in use .* set STORE_PORT .*\\.`));
    });
  });

  test("production: either port is taken, and nothing is left listening", async () => {
    await withTakenPort(async (port) => {
      await expect(startTestGateway({ PORT: port })).rejects.toThrow(/is in use .* set PORT /);
      await expect(startTestGateway({ STORE_PORT: port })).rejects.toThrow(/is in use .* set STORE_PORT /);
    });
  });

  test("production: the store's folder cannot be used", async () => {
    await expect(startTestGateway({ STORE_DIR: "/dev/null/data" })).rejects.toThrow(/\/dev\/null\/data.*STORE_DIR/);
  });

  test("production: the page has not been built", async () => {
    const { code, said } = await outcome(run(MAIN, { PORT: "0", STORE_PORT: "0" }));
    expect(code).toBe(1);
    expect(said).toMatch(/no built page.*npm run build/);
  });
});

test("a stopped server listens no more, and neither does its store", async () => {
  const gateway = await startTestGateway();
  const file = fileOf("last one");
  const { data } = await signed(gateway.origin, file);
  await gateway.close();
  await expect(fetch(gateway.origin)).rejects.toThrow();
  await expect(fetch(data.url)).rejects.toThrow();
});
