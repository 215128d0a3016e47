import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ObjectFiles } from "../../src/store/object-files.ts";
import { getObject, objectFile, openStore, putObject, temporaryFiles } from "./helpers.ts";
import { beginPut } from "./partial-put.ts";
import { canMount, mountTinyDisk, TINY_DISK_BYTES } from "./tiny-disk.ts";

describe("a full store", () => {
  const FULL = { status: 503, code: "ServiceUnavailable", error: { Message: "The store is full." } };

  test("says 503 in the words that clients look for, keeps what it has, and takes what still fits", async () => {
    const store = await openStore({ maxBytes: 4000 });
    expect((await putObject(store, { key: "a", body: "a".repeat(2000) })).status).toBe(200);
    expect(await putObject(store, { key: "b", body: "b".repeat(2000) })).toMatchObject(FULL);
    expect(await temporaryFiles(store.dir)).toEqual([]);
    expect((await getObject(store, "b")).code).toBe("NoSuchKey");
    expect((await getObject(store, "a")).body).toHaveLength(2000);
    expect((await putObject(store, { key: "c", body: "c".repeat(500) })).status).toBe(200);
  });

  test("is full again after a restart", async () => {
    const store = await openStore({ maxBytes: 4000 });
    await putObject(store, { key: "a", body: "a".repeat(2000) });
    await store.close();
    const again = await openStore({ dir: store.dir, maxBytes: 4000 });
    expect(await putObject(again, { key: "b", body: "b".repeat(2000) })).toMatchObject(FULL);
  });

  test("counts a replaced object once, and a refused one not at all", async () => {
    const store = await openStore({ maxBytes: 5000 });
    const free = (await store.health()).freeBytes;
    for (let i = 0; i < 5; i++)
      expect((await putObject(store, { key: "a", body: `${i}`.repeat(2000) })).status).toBe(200);
    const left = (await store.health()).freeBytes;
    expect(free - left).toBe((await stat(objectFile(store, "a"))).size);
    const wrong = { "content-md5": Buffer.alloc(16).toString("base64") };
    for (let i = 0; i < 5; i++)
      expect((await putObject(store, { key: "b", body: "b".repeat(2000), headers: wrong })).code).toBe("BadDigest");
    expect((await store.health()).freeBytes).toBe(left);
  });

  test("counts an object whose name could not be brought to the disk: it is there", async () => {
    const create = ObjectFiles.prototype.create;
    const broken = vi.spyOn(ObjectFiles.prototype, "create").mockImplementation(async function (
      this: ObjectFiles,
      key,
    ) {
      const object = await create.call(this, key);
      return { ...object, settle: () => Promise.reject(new Error("EIO: i/o error, fsync")) };
    });
    onTestFinished(() => broken.mockRestore());
    const store = await openStore({ maxBytes: 5000 });
    expect((await putObject(store, { key: "a", body: "a".repeat(2000) })).status).toBe(500);
    expect((await getObject(store, "a")).body).toHaveLength(2000);
    expect((await store.health()).freeBytes).toBe(5000 - (await stat(objectFile(store, "a"))).size);
  });

  test("promises the same room to one PUT only", async () => {
    const store = await openStore({ maxBytes: 5000 });
    const puts = Array.from({ length: 10 }, (_, i) => putObject(store, { key: `k${i}`, body: "x".repeat(2000) }));
    const statuses = (await Promise.all(puts)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(2);
    expect(statuses.filter((status) => status === 503)).toHaveLength(8);
    expect(await readdir(join(store.dir, "objects"))).toHaveLength(2);
  });

  test.skipIf(!canMount())("is one whose disk is full: 503 before a byte is written, nothing left behind", async () => {
    const store = await openStore({ dir: join(await mountTinyDisk(), "store") });
    expect(await putObject(store, { key: "k", body: Buffer.alloc(2 * TINY_DISK_BYTES) })).toMatchObject(FULL);
    expect(await temporaryFiles(store.dir)).toEqual([]);
    expect((await putObject(store, { key: "k", body: Buffer.alloc(1000) })).status).toBe(200);
  });

  test.skipIf(!canMount())(
    "is one whose disk fills up meanwhile: 503, the rest of the body is drained, and the room is given back",
    async () => {
      const disk = await mountTinyDisk();
      const store = await openStore({ dir: join(disk, "store") });
      const body = Buffer.alloc(TINY_DISK_BYTES / 2);
      const partial = await beginPut(store, { key: "k", body, unsigned: { Connection: "keep-alive" } });
      await partial.write(body.subarray(0, 1000));
      await vi.waitFor(async () => expect(await temporaryFiles(store.dir)).toHaveLength(1));
      const hog = join(disk, "hog");
      await expect(writeFile(hog, Buffer.alloc(4 * TINY_DISK_BYTES))).rejects.toThrow("ENOSPC");
      await partial.write(body.subarray(1000));
      await partial.write(`GET /k HTTP/1.1\r\nHost: 127.0.0.1:${store.port}\r\nConnection: close\r\n\r\n`);
      const answer = await partial.answer;
      expect(answer).toMatch(/^HTTP\/1\.1 503 /);
      expect(answer).toContain("<Message>The store is full.</Message>");
      expect(answer).toContain("HTTP/1.1 404 ");
      expect(await temporaryFiles(store.dir)).toEqual([]);
      await rm(hog);
      expect((await putObject(store, { key: "k", body })).status).toBe(200);
    },
  );
});
