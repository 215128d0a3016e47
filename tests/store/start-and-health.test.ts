import { execFileSync } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { prepareDirectory } from "../../src/store/directory.ts";
import { HealthCheck } from "../../src/store/health.ts";
import { startStore } from "../../src/store/server.ts";
import { Space } from "../../src/store/space.ts";
import { APP_ORIGIN, CREDENTIALS, openStore, temporaryDirectory, temporaryFiles } from "./helpers.ts";
import { canMount, mountTinyDisk } from "./tiny-disk.ts";

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

  test.skipIf(!canMount())(
    "on two file systems rejects with a sentence: what is uploaded could never move between them",
    async () => {
      const disk = await mountTinyDisk();
      const dir = await temporaryDirectory();
      await mkdir(join(dir, "objects"));
      execFileSync("mount", ["--bind", disk, join(dir, "objects")]);
      onTestFinished(() => void execFileSync("umount", ["-l", join(dir, "objects")]));
      await expect(openStore({ dir })).rejects.toThrow(
        /cannot use the directory .*: objects and tmp .* on one file system/,
      );
    },
  );

  test("goes on where remains cannot be swept, and says so; the others are", async () => {
    const { temporary } = await prepareDirectory(await temporaryDirectory());
    await mkdir(join(temporary, "a-folder"));
    await writeFile(join(temporary, "b-file"), "");
    const store = await openStore({ dir: dirname(temporary), limits: { remainsMs: 0 } });
    expect(await temporaryFiles(store.dir)).toEqual(["a-folder"]);
    expect(store.events).toContainEqual({ type: "swept", files: 1 });
    expect(store.events).toContainEqual({ type: "failure", error: expect.any(Error) });
  });

  test("counts objects alone: a network drive's own folders and links among them take nothing of the quota", async () => {
    const { objects } = await prepareDirectory(await temporaryDirectory());
    await mkdir(join(objects, "@eaDir"));
    await symlink("/nowhere", join(objects, "shortcut"));
    await writeFile(join(objects, "object"), "0123456789");
    const store = await openStore({ dir: dirname(objects), maxBytes: 1000 });
    expect(await store.health()).toEqual({ ok: true, freeBytes: 990 });
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
    expect(await gone.health()).toEqual({ ok: false, freeBytes: 0, problem: "ENOENT" });
  });

  test("is bad where no file can be written, with the system's code", async () => {
    const store = await openStore();
    await rm(join(store.dir, "tmp"), { recursive: true });
    await writeFile(join(store.dir, "tmp"), "");
    expect(await store.health()).toMatchObject({ ok: false, problem: "ENOTDIR" });
  });

  test.skipIf(!canMount())("is bad on a disk that was remounted read-only", async () => {
    const disk = await mountTinyDisk();
    const store = await openStore({ dir: join(disk, "store") });
    execFileSync("mount", ["-o", "remount,ro", disk]);
    expect(await store.health()).toMatchObject({ ok: false, problem: "EROFS" });
  });

  test.skipIf(!canMount())("is bad on a disk that has room and takes no more files", async () => {
    const disk = await mountTinyDisk(",nr_inodes=5");
    const store = await openStore({ dir: join(disk, "store") });
    await writeFile(join(disk, "the-last-one"), "");
    expect(await store.health()).toMatchObject({ ok: false, problem: "ENOSPC" });
  });

  test("leaves no file behind, and writes one at most every ten seconds", async () => {
    const dir = await temporaryDirectory();
    const directory = await prepareDirectory(dir);
    let now = 0;
    const check = new HealthCheck(
      directory,
      new Space(directory.temporary, { maxBytes: undefined, used: 0 }),
      () => now,
    );
    expect(await check.look()).toMatchObject({ ok: true });
    expect(await temporaryFiles(dir)).toEqual([]);
    await rm(directory.temporary, { recursive: true });
    await writeFile(directory.temporary, "");
    now = 10_000;
    expect(await check.look()).toMatchObject({ ok: true });
    now = 10_001;
    expect(await check.look()).toMatchObject({ ok: false, problem: "ENOTDIR" });
  });
});
