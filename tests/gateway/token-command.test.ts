import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { LONG_SECRET, temporaryToken } from "../helpers/temporary-token.ts";

const ROOT = join(import.meta.dirname, "../..");
const TSX = import.meta.resolve("tsx");
const SECONDS = { m: 60, h: 3600, d: 86_400 } as const;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `npm run token` runs, in a folder with nothing but this `.env`. */
async function run(args: string[], env: string, environment: Record<string, string> = {}): Promise<Ended> {
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-token-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, ".env"), env);
  const script = join(ROOT, "src/gateway/token/main.ts");
  return ended(process.execPath, ["--import", TSX, script, ...args], dir, {
    PATH: process.env.PATH ?? "",
    ...environment,
  });
}

function ended(command: string, args: string[], cwd: string, env: Record<string, string>): Promise<Ended> {
  return promisify(execFile)(command, args, { cwd, env }).then(
    (out) => ({ code: 0, ...out }),
    (failure: Ended) => failure,
  );
}

const now = () => Math.floor(Date.now() / 1000);

describe("npm run token", () => {
  test.each([
    ["30m", 30 * SECONDS.m],
    ["8h", 8 * SECONDS.h],
    ["30d", 30 * SECONDS.d],
  ])("-- %s prints a token that ends then, and nothing else", async (lifetime, seconds) => {
    const before = now();
    const { code, stdout, stderr } = await run([lifetime], `ACCESS_TOKEN=${LONG_SECRET}\n`);
    expect([code, stderr]).toEqual([0, ""]);
    const expiry = Number(stdout.split(".")[1]);
    expect(stdout).toBe(`${temporaryToken(LONG_SECRET, expiry)}\n`);
    expect(expiry).toBeGreaterThanOrEqual(before + seconds);
    expect(expiry).toBeLessThanOrEqual(now() + seconds);
  });

  test("takes the environment's ACCESS_TOKEN before that of .env, as the gateway does", async () => {
    const other = "x".repeat(32);
    const { stdout } = await run(["1h"], `ACCESS_TOKEN=${LONG_SECRET}\n`, { ACCESS_TOKEN: other });
    expect(stdout).toBe(`${temporaryToken(other, Number(stdout.split(".")[1]))}\n`);
  });

  test("is what the package's script runs, and --silent leaves the token alone on its output", async () => {
    const environment = { PATH: process.env.PATH ?? "", HOME: tmpdir(), ACCESS_TOKEN: LONG_SECRET };
    const { code, stdout } = await ended("npm", ["run", "token", "--silent", "--", "5m"], ROOT, environment);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^t1\.\d+\.[\da-f]{64}\n$/);
  });

  test.each([[[]], [["8"]], [["8 h"]], [["0h"]], [["-8h"]], [["1.5h"]], [["8h", "9h"]], [["canary"]], [["--canary"]]])(
    "with %j says how it is used, repeats nothing, and fails",
    async (args) => {
      const { code, stdout, stderr } = await run(args, `ACCESS_TOKEN=${LONG_SECRET}\n`);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toContain("npm run token --silent -- 8h");
      expect(stderr).not.toMatch(/canary|0123456789abcdef| at .*\.ts/);
    },
  );

  test("gives no token that no gateway would take: for longer than 30 days, or of a secret that is short", async () => {
    for (const lifetime of ["31d", "721h", "999999999d"]) {
      const long = await run([lifetime], `ACCESS_TOKEN=${LONG_SECRET}\n`);
      expect([long.code, long.stdout]).toEqual([1, ""]);
      expect(long.stderr).toContain("30d");
    }
    const short = await run(["8h"], "ACCESS_TOKEN=canary\n");
    expect([short.code, short.stdout]).toEqual([1, ""]);
    expect(short.stderr).toMatch(/ACCESS_TOKEN.*32 characters.*openssl rand -hex 32/);
    expect(short.stderr).not.toContain("canary");
  });

  test("says in a sentence that there is no ACCESS_TOKEN, or what else is wrong in .env", async () => {
    const without = await run(["8h"], "");
    expect([without.code, without.stdout]).toEqual([1, ""]);
    expect(without.stderr).toMatch(/^ACCESS_TOKEN is not set[^\n]*\n$/);
    const wrong = await run(["8h"], `ACCES_TOKEN=${LONG_SECRET}\n`);
    expect([wrong.code, wrong.stdout]).toEqual([1, ""]);
    expect(wrong.stderr).toContain("Did you mean ACCESS_TOKEN?");
    expect(wrong.stderr).not.toContain(LONG_SECRET);
  });

  test("explains itself when asked", async () => {
    const { code, stdout } = await run(["--help"], "");
    expect(code).toBe(0);
    expect(stdout).toContain("npm run token --silent -- 8h");
  });
});
