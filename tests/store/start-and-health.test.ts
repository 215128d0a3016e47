import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startStore } from "../../src/store/server.ts";
import { APP_ORIGIN, CREDENTIALS, openStore, temporaryDirectory } from "./helpers.ts";

describe("starting", () => {
  test("on a port in use rejects with a sentence that names the port, and the system's code as its cause", async () => {
    const store = await openStore();
    const start = openStore({ port: store.port });
    await expect(start).rejects.toThrow(`port ${store.port}`);
    await expect(start).rejects.toMatchObject({ cause: { code: "EADDRINUSE" } });
  });

  test("in a place that cannot be a directory rejects with a sentence that names it", async () => {
    const file = join(await temporaryDirectory(), "file");
    await writeFile(file, "");
    await expect(openStore({ dir: file })).rejects.toThrow(`cannot use the directory ${file}`);
  });

  test("and closing frees the port and ends idle connections", async () => {
    const options = { host: "127.0.0.1", credentials: CREDENTIALS, allowedOrigins: [APP_ORIGIN], maxObjectSize: 10 };
    const dir = await temporaryDirectory();
    const store = await startStore({ ...options, dir, port: 0 });
    await fetch(`http://127.0.0.1:${store.port}/k`);
    await store.close();
    const again = await startStore({ ...options, dir, port: store.port });
    onTestFinished(() => again.close());
    expect(again.port).toBe(store.port);
  });
});

describe("health", () => {
  test("is good with room to spare, and names it", async () => {
    const store = await openStore({ maxBytes: 1_000_000 });
    expect(await store.health()).toEqual({ ok: true, freeBytes: 1_000_000 });
  });

  test("is bad once the quota is used up, or the directory is gone", async () => {
    const full = await openStore({ maxBytes: 0 });
    expect(await full.health()).toEqual({ ok: false, freeBytes: 0 });
    const gone = await openStore();
    await rm(gone.dir, { recursive: true });
    expect(await gone.health()).toEqual({ ok: false, freeBytes: 0 });
  });
});
