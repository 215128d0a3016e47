import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { loadConfig } from "../../src/gateway/config/load.ts";
import { ConfigError } from "../../src/gateway/config/mistakes.ts";

beforeEach(() => {
  for (const name of ["ACCESS_TOKEN", "PORT"]) vi.stubEnv(name, undefined);
  return () => vi.unstubAllEnvs();
});

async function load(content: string | Buffer) {
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-env-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, ".env"), content);
  return loadConfig(dir);
}

/** Each mistake as a person reads it, and all of them with their variables. */
async function mistakesOf(content: string | Buffer): Promise<{ variables: string[]; message: string }> {
  const error: unknown = await load(content).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigError)) throw new Error("expected mistakes, and found none");
  return { variables: error.mistakes.map(({ variable }) => variable), message: error.message };
}

describe("a .env file", () => {
  test("is read, the environment wins over it, and the environment stays as it was", async () => {
    vi.stubEnv("PORT", "6003");
    vi.stubEnv("STORE_PORT", undefined);
    vi.stubEnv("EMBED_ORIGINS", undefined);
    const config = await load('PORT=6001\nSTORE_PORT=6002\nEMBED_ORIGINS="https://a.example, https://b.example"\n');
    expect(config.listen.port).toBe(6003);
    expect(config.mode).toMatchObject({ kind: "embedded", store: { port: 6002 } });
    expect(config.embedOrigins).toEqual(["https://a.example", "https://b.example"]);
    expect(process.env.STORE_PORT).toBeUndefined();
  });

  test("may be missing", () => {
    expect(() => loadConfig("/nowhere/at/all")).not.toThrow();
  });

  test("with a byte order mark and Windows' line ends means what it says", async () => {
    const config = await load("\ufeffACCESS_TOKEN=topsecret\r\nPORT=6001\r\n");
    expect(config.accessToken).toBe("topsecret");
    expect(config.listen.port).toBe(6001);
  });

  test.each([
    ["UTF-16 with a byte order mark", Buffer.from("\ufeffACCESS_TOKEN=topsecret\n", "utf16le")],
    ["UTF-16 without one", Buffer.from("ACCESS_TOKEN=topsecret\n", "utf16le")],
    ["bytes of another encoding", Buffer.from([...Buffer.from("# caf"), 0xe9, 0x0a])],
  ])("in %s is refused, and the fix is to save it as UTF-8", async (_, content) => {
    const { variables, message } = await mistakesOf(content);
    expect(variables).toEqual([".env"]);
    expect(message).toContain("Save the file as UTF-8.");
  });

  test.each([
    "ACCESS_TOKEN=#abc",
    "ACCESS_TOKEN=top#secret",
    "export ACCESS_TOKEN = top#secret # mine",
    'ACCESS_TOKEN="top"secret',
  ])("whose value would be cut is refused once, without the value: %s", async (line) => {
    const { variables, message } = await mistakesOf(`PORT=6001\n${line}\n`);
    expect(variables).toEqual(["ACCESS_TOKEN"]);
    expect(message).toContain("in quotes");
    expect(message).not.toMatch(/top|abc/);
  });

  test.each([
    ['ACCESS_TOKEN="top#secret"', "top#secret"],
    ["ACCESS_TOKEN='#secret'  # the token", "#secret"],
    ["ACCESS_TOKEN=secret # the token, a#b", "secret"],
    ["ACCESS_TOKEN= # none yet", undefined],
    ["# ACCESS_TOKEN=top#secret", undefined],
  ])("may have comments, and a # in quotes: %s", async (line, token) => {
    expect((await load(`${line}\n`)).accessToken).toBe(token);
  });

  test.each([
    ["ACCESS_TOKN=abc", "ACCESS_TOKN", "Did you mean ACCESS_TOKEN?"],
    ["MAX_FILESIZE=1MB", "MAX_FILESIZE", "Did you mean MAX_FILE_SIZE?"],
    ["access_token=abc", "access_token", "Did you mean ACCESS_TOKEN?"],
    ["QUITE_ANOTHER=abc", "QUITE_ANOTHER", "docs/operators.md"],
  ])("with an unknown name is refused, and the nearest one suggested: %s", async (line, variable, fix) => {
    const { variables, message } = await mistakesOf(`PORT=6001\n${line}\n`);
    expect(variables).toEqual([variable]);
    expect(message).toContain("in line 2 of .env");
    expect(message).toContain(fix);
  });

  test("may have names that are meant for others", async () => {
    const others = "NODE_ENV=production\nNODE_OPTIONS=--inspect\nTZ=Asia/Shanghai\nVITE_MINE=1\n";
    expect((await load(`${others}PORT=6001\n`)).listen.port).toBe(6001);
  });

  test.each(["ACCESS_TOKEN: canary", "canary", "=canary", "dGhpcw=="])(
    "with a line that is no NAME=value is refused without the line: %s",
    async (line) => {
      const { variables, message } = await mistakesOf(`NODE_MULTILINE="a\nb"\n\n${line}\nPORT=6001\n`);
      expect(variables).toEqual([".env"]);
      expect(message).toContain("ine 4 of .env");
      expect(message).not.toMatch(/canary|dGhpcw/);
    },
  );

  test("that cannot be read stops the start: the gateway would run without its token", async () => {
    const dir = await mkdtemp(join(tmpdir(), "cosdrop-env-"));
    onTestFinished(() => rm(dir, { recursive: true }));
    await mkdir(join(dir, ".env"));
    expect(() => loadConfig(dir)).toThrow(/\.env cannot be read/);
  });

  test("tells its mistakes together with those of the values", async () => {
    const { variables } = await mistakesOf("ACCESS_TOKN=abc\nPORT=x\n");
    expect(variables).toEqual(["ACCESS_TOKN", "PORT"]);
  });
});
