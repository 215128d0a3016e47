import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readCommandLine } from "../../src/store/command-line.ts";

test("without flags the store is loopback's alone, on port 9000, with a key of its own", () => {
  const first = readCommandLine([], {});
  const second = readCommandLine([], {});
  expect(first).toMatchObject({
    newCredentials: true,
    options: { port: 9000, host: "127.0.0.1", dir: resolve("data"), allowedOrigins: ["http://localhost:5173"] },
  });
  if (first === "help" || second === "help") throw new Error("no help was asked for");
  expect(first.options.credentials.secretKey).toMatch(/^[0-9a-f]{32}$/);
  expect(first.options.credentials).not.toEqual(second.options.credentials);
  expect(first.options).not.toHaveProperty("maxBytes");
});

test("flags go before the environment", () => {
  const env = { COS_SECRET_ID: "env-id", COS_SECRET_KEY: "env-key" };
  expect(readCommandLine([], env)).toMatchObject({
    newCredentials: false,
    options: { credentials: { secretId: "env-id", secretKey: "env-key" } },
  });
  expect(readCommandLine(["--secret-key", "flag-key"], env)).toMatchObject({
    options: { credentials: { secretId: "env-id", secretKey: "flag-key" } },
  });
});

test("lists are repeated flags", () => {
  const args = ["--origin", "http://a.example", "--origin=http://b.example", "--allowed-host", "files.example"];
  expect(readCommandLine(args, {})).toMatchObject({
    options: { allowedOrigins: ["http://a.example", "http://b.example"], allowedHosts: ["files.example"] },
  });
});

test.each([
  [["--prot", "1"], "--prot"],
  [["--port", "abc"], "--port"],
  [["--port", "65536"], "--port"],
  [["--port", "1e3"], "--port"],
  [["--port"], "--port"],
  [["--port", "--dir"], "--port"],
  [["--secret-id", "x"], "--secret-key"],
  [["--secret-id", "", "--secret-key", ""], "--secret-id"],
  [["--origin", "http://a.example/"], "--origin"],
  [["--origin", "a.example"], "--origin"],
  [["--max-bytes", "-1"], "--max-bytes"],
  [["--max-object-size", "0"], "--max-object-size"],
  [["--help=no"], "--help"],
  [["stray"], "stray"],
])("%j is refused in one line that names it", (args, named) => {
  const message = (() => {
    try {
      readCommandLine(args, {});
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : undefined;
    }
  })();
  expect(message).toContain(named);
  expect(message).not.toContain("\n");
});
