import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { openSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { startThirdParty } from "../third-party/third-party.ts";
import { freePort } from "./nginx.ts";
import { askTicket, openPut, restOf } from "./relay-client.ts";
import { fileOf, PAGE, send } from "./start.ts";

const ROOT = join(import.meta.dirname, "../..");

/** A process, and all that it says. */
function start(command: string, args: string[], environment: Record<string, string>, cwd = ROOT) {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(command, args, { cwd, env: { PATH, HOME, ...environment } });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, said: () => said, ended: endOf(child) };
}

async function endOf(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  const [code] = await once(child, "close");
  return code;
}

describe("the production process", () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "cosdrop-production-"));
    await mkdir(join(dir, "client"));
    await writeFile(join(dir, "client", "index.html"), PAGE);
    await build({
      logLevel: "error",
      build: { ssr: join(ROOT, "src/gateway/main.ts"), outDir: join(dir, "server"), emptyOutDir: false },
    });
  }, 60_000);
  afterAll(() => rm(dir, { recursive: true, force: true }));

  test("told to stop (SIGTERM) finishes the upload that is running, takes no new one, and ends with 0", {
    timeout: 60_000,
  }, async () => {
    const third = await startThirdParty();
    onTestFinished(() => third.close());
    const settings = { PORT: "0", STOP_TIMEOUT: "20", ...third.environment };
    const { child, said, ended } = start(process.execPath, [join(dir, "server", "main.js")], settings);
    await vi.waitFor(() => expect(said()).toContain('"listening"'), 20_000);
    const port = Number(/"port":(\d+)/.exec(said())?.[1]);

    const file = fileOf(randomBytes(200_000));
    const socket = await openPut(port, await askTicket(`http://127.0.0.1:${port}`, file), file.size);
    socket.write(file.bytes.subarray(0, 150_000));
    await vi.waitFor(() => expect(third.puts[0]?.taken).toBeGreaterThan(0), 10_000);
    child.kill("SIGTERM");
    await vi.waitFor(() => expect(send(port, { path: "/healthz" })).rejects.toThrow(), 10_000);
    const answer = restOf(socket);
    socket.write(file.bytes.subarray(150_000));
    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(await ended).toBe(0);
    expect(third.objects.size).toBe(1);
    for (const line of ["stopping", "stopped"]) expect(said()).toContain(`"msg":"${line}"`);
  });

  test("told to stop once more, by whichever signal, ends at once", { timeout: 60_000 }, async () => {
    const third = await startThirdParty({ faults: { put: "silent" } });
    onTestFinished(() => third.close());
    const settings = { PORT: "0", STOP_TIMEOUT: "60", ...third.environment };
    const { child, said, ended } = start(process.execPath, [join(dir, "server", "main.js")], settings);
    await vi.waitFor(() => expect(said()).toContain('"listening"'), 20_000);
    const port = Number(/"port":(\d+)/.exec(said())?.[1]);
    const file = fileOf(randomBytes(1000));
    const socket = await openPut(port, await askTicket(`http://127.0.0.1:${port}`, file), file.size);
    socket.on("error", () => undefined).write(file.bytes);
    await vi.waitFor(() => expect(third.puts).toHaveLength(1), 10_000);
    child.kill("SIGTERM");
    await vi.waitFor(() => expect(said()).toContain('"stopping"'), 10_000);
    child.kill("SIGINT");
    expect(await ended).toBeNull();
    expect(child.signalCode).toBe("SIGINT");
    expect(said()).not.toContain('"stopped"');
  });

  test.each([
    ["is full", "/dev/full"],
    ["has nobody who reads it any more", "pipe"],
  ] as const)("goes on when its log %s, and says so once", { timeout: 60_000 }, async (_, log) => {
    const port = await freePort();
    const output = log === "pipe" ? log : openSync(log, "w");
    const child = spawn(process.execPath, [join(dir, "server", "main.js")], {
      env: { PORT: String(port), STORE_PORT: "0", STORE_DIR: join(dir, "data") },
      stdio: ["ignore", output, "pipe"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    child.stdout?.destroy();
    let said = "";
    child.stderr?.on("data", (chunk) => (said += chunk));
    for (let asked = 0; asked < 3; asked += 1) {
      await vi.waitFor(async () => expect((await send(port, { path: "/healthz" })).status).toBe(200), 20_000);
    }
    await vi.waitFor(() => expect(said).toMatch(/^Log lines are lost: .*\n$/), 10_000);
    expect(child.exitCode).toBeNull();
  });
});

describe("npm start", () => {
  test("before the first build ends with 1 and says what to run, without a stack", { timeout: 60_000 }, async () => {
    const dir = await mkdtemp(join(tmpdir(), "cosdrop-unbuilt-"));
    onTestFinished(() => rm(dir, { recursive: true }));
    await copyFile(join(ROOT, "package.json"), join(dir, "package.json"));
    const { said, ended } = start("npm", ["start"], {}, dir);
    expect(await ended).toBe(1);
    expect(said()).toContain("npm run build");
    expect(said()).not.toMatch(/MODULE_NOT_FOUND|^\s+at /m);

    await mkdir(join(dir, "dist", "server"), { recursive: true });
    await writeFile(join(dir, "dist", "server", "main.js"), 'console.log("started");');
    const built = start("npm", ["start"], {}, dir);
    expect(await built.ended).toBe(0);
    expect(built.said()).toContain("started");
  });
});

describe("npm run doctor", () => {
  const doctor = (environment: Record<string, string>, ...args: string[]) =>
    start("npm", ["run", "--silent", "doctor", "--", ...args], environment);

  test("ends with 0 when all is well, and with 1 when something fails, without a secret in what it says", {
    timeout: 60_000,
  }, async () => {
    const third = await startThirdParty();
    onTestFinished(() => third.close());
    const bucket = {
      COS_BUCKET: "pictures-1250000000",
      COS_REGION: "ap-guangzhou",
      COS_SECRET_ID: "AKIDcanary4711",
      COS_SECRET_KEY: "canary4712",
      COS_SESSION_TOKEN: "canary4713",
      TICKET_SECRET: "canary4714-canary4714-canary4714",
      ACCESS_TOKEN: "canary4715",
    };
    const runs = [
      doctor(third.environment, "--upload"),
      doctor({ ...bucket, COS_ENDPOINT: third.storeOrigin }),
      doctor({ ...bucket, COS_ENDPOINT: "no-origin" }),
      doctor({}, "--no-such-option"),
    ];
    expect(await Promise.all(runs.map(({ ended }) => ended))).toEqual([0, 1, 1, 1]);
    const [well = "", refused = "", mistaken = "", unknown = ""] = runs.map(({ said }) => said());
    expect(well).toContain("ok    A test picture was uploaded.");
    expect(refused).toContain("FAIL  ");
    expect(mistaken).toContain("COS_ENDPOINT");
    expect(unknown).toContain("--no-such-option");
    for (const text of [well, refused, mistaken, unknown]) {
      expect(text).not.toContain("canary");
      for (const secret of [third.key.token, third.key.secretId]) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/^\s+at /m);
    }
  });
});
