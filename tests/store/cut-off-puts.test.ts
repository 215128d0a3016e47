import { spawnSync } from "node:child_process";
import { readdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { getObject, openStore, putObject, temporaryDirectory, temporaryFiles } from "./helpers.ts";
import { beginPut } from "./partial-put.ts";
import { startStoreProcess } from "./store-process.ts";

describe("a PUT that is cut off", () => {
  const put = { key: "k", body: Buffer.alloc(1024 ** 2, "x") };

  test("by its client leaves nothing behind", async () => {
    const store = await openStore();
    const partial = await beginPut(store, put);
    await partial.write(put.body.subarray(0, 500_000));
    await vi.waitFor(async () => expect(await temporaryFiles(store.dir)).toHaveLength(1));
    partial.drop();
    await vi.waitFor(async () => expect(await temporaryFiles(store.dir)).toEqual([]));
    expect((await getObject(store, "k")).code).toBe("NoSuchKey");
  });

  test("by the store's closing leaves nothing behind", async () => {
    const store = await openStore();
    const partial = await beginPut(store, put);
    await partial.write(put.body.subarray(0, 500_000));
    await vi.waitFor(async () => expect(await temporaryFiles(store.dir)).toHaveLength(1));
    await store.close();
    expect(await temporaryFiles(store.dir)).toEqual([]);
    expect(await readdir(join(store.dir, "objects"))).toEqual([]);
  });

  test("by the store's death is not there after a restart, and its remains are swept", async () => {
    const dir = await temporaryDirectory();
    const first = await startStoreProcess(dir);
    expect((await putObject(first, { key: "whole", body: "whole" })).status).toBe(200);
    const partial = await beginPut(first, put);
    await partial.write(put.body.subarray(0, 500_000));
    await vi.waitFor(async () => expect(await temporaryFiles(dir)).toHaveLength(1));
    await first.kill();
    expect(await temporaryFiles(dir)).toHaveLength(1);

    const second = await openStore({ dir, limits: { remainsMs: 1_000 } });
    await vi.waitFor(async () => expect(await temporaryFiles(dir)).toEqual([]), 5_000);
    expect(second.events).toContainEqual({ type: "swept", files: 1 });
    expect((await getObject(second, "k")).code).toBe("NoSuchKey");
    expect((await getObject(second, "whole")).body.toString()).toBe("whole");
    expect((await putObject(second, put)).status).toBe(200);
  });

  test("by a process of our own number, of a dead one, or of none is swept; what a link points to is not", async () => {
    const store = await openStore();
    await store.close();
    const outside = join(await temporaryDirectory(), "outside");
    await writeFile(outside, "stays");
    const dead = spawnSync(process.execPath, ["--version"]).pid;
    const temporary = join(store.dir, "tmp");
    for (const name of [`${process.pid}-a`, `${dead}-b`, "0-c", "d", "-e"]) await writeFile(join(temporary, name), "x");
    await symlink(outside, join(temporary, "f"));
    await openStore({ dir: store.dir, limits: { remainsMs: 0 } });
    expect(await readdir(temporary)).toEqual([]);
    expect(await readFile(outside, "utf8")).toBe("stays");
  });

  test("is not swept while it is young, whoever wrote it: another container has a process of our number", async () => {
    const store = await openStore();
    await store.close();
    const pathOf = (name: string) => join(store.dir, "tmp", `${process.pid}-${name}`);
    for (const name of ["young", "old"]) await writeFile(pathOf(name), "x");
    const hourAgo = new Date(Date.now() - 3_600_000);
    await utimes(pathOf("old"), hourAgo, hourAgo);
    await openStore({ dir: store.dir });
    expect(await temporaryFiles(store.dir)).toEqual([`${process.pid}-young`]);
  });

  test("is not swept while another process still writes it", async () => {
    const dir = await temporaryDirectory();
    const first = await startStoreProcess(dir);
    const partial = await beginPut(first, put);
    await partial.write(put.body.subarray(0, 500_000));
    await vi.waitFor(async () => expect(await temporaryFiles(dir)).toHaveLength(1));
    await openStore({ dir });
    await partial.write(put.body.subarray(500_000));
    expect(await partial.answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("is not swept by a store that cannot have the port", async () => {
    const store = await openStore();
    const partial = await beginPut(store, put);
    await partial.write(put.body.subarray(0, 500_000));
    await vi.waitFor(async () => expect(await temporaryFiles(store.dir)).toHaveLength(1));
    await expect(openStore({ dir: store.dir, port: store.port })).rejects.toThrow(String(store.port));
    await partial.write(put.body.subarray(500_000));
    expect(await partial.answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});
