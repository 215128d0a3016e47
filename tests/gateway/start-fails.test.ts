import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { BUILT_EMBED_PAGE } from "../../src/gateway/built-embed-page.ts";
import { readConfig } from "../../src/gateway/config/config.ts";
import { listen } from "../../src/gateway/listen.ts";
import { createLog } from "../../src/gateway/log/log.ts";
import { startServer } from "../../src/gateway/server.ts";
import { PAGE } from "./start.ts";

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, "127.0.0.1", 0);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test("a store's folder that cannot be used is told in whole sentences", async () => {
  const clientDir = await mkdtemp(join(tmpdir(), "cosdrop-client-"));
  onTestFinished(() => rm(clientDir, { recursive: true, force: true }));
  await writeFile(join(clientDir, "index.html"), PAGE);
  const config = readConfig({ PORT: "0", STORE_PORT: "0", STORE_DIR: join(clientDir, "index.html") });
  await expect(startServer({ config, clientDir, log: createLog({ level: "silent" }) })).rejects.toThrow(
    /^The store cannot use the directory .*[^.]\. Set STORE_DIR to a folder that this user may write to\.$/,
  );
});

test("a start that fails for a page that cannot be read leaves no port taken", async () => {
  const clientDir = await mkdtemp(join(tmpdir(), "cosdrop-client-"));
  onTestFinished(() => rm(clientDir, { recursive: true, force: true }));
  await writeFile(join(clientDir, "index.html"), PAGE);
  await mkdir(join(clientDir, BUILT_EMBED_PAGE));
  const port = await freePort();
  const config = readConfig({ PORT: String(port), STORE_PORT: "0", STORE_DIR: join(clientDir, "data") });
  await expect(startServer({ config, clientDir, log: createLog({ level: "silent" }) })).rejects.toThrow("EISDIR");

  const next = createServer();
  onTestFinished(() => void next.close());
  expect(await listen(next, "127.0.0.1", port)).toBe(port);
});
