import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, readFile, readlink, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { prepareDirectory } from "../../src/store/directory.ts";
import { type NewObject, ObjectFiles } from "../../src/store/object-files.ts";
import {
  getObject,
  objectFile,
  openStore,
  putObject,
  send,
  type TestStore,
  temporaryDirectory,
  temporaryFiles,
} from "./helpers.ts";

const HOSTILE_KEYS = [
  "../x",
  "../../escape",
  "a%2Fb",
  "CON",
  "nul\u0000.png",
  "/etc/passwd",
  "..",
  ".",
  "x\\..\\y",
  "a\nb",
];

const RECORD = {
  md5: "0".repeat(32),
  sha1: "0".repeat(40),
  crc64: "1",
  storedAt: 1,
  imageType: null,
  headers: {},
} as const;

/** An object of the key `k` that is about to be published. */
async function finishedObject(files: ObjectFiles, size: number): Promise<NewObject> {
  const object = await files.create("k");
  await object.append(Buffer.alloc(size));
  await object.finish({ ...RECORD, key: "k", size });
  return object;
}

async function permissions(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

describe("files", () => {
  test("of hostile keys stand in the store's directory, each under the hash of its key", async () => {
    const outside = await temporaryDirectory();
    const store = await openStore({ dir: join(outside, "deep", "store") });
    for (const key of HOSTILE_KEYS) expect((await putObject(store, { key, body: key })).status, key).toBe(200);
    expect(await readdir(outside)).toEqual(["deep"]);
    expect(await readdir(join(outside, "deep"))).toEqual(["store"]);
    expect((await readdir(store.dir)).toSorted()).toEqual(["objects", "tmp"]);
    const names = await readdir(join(store.dir, "objects"));
    expect(names).toHaveLength(HOSTILE_KEYS.length);
    expect(names.every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  });

  test("of keys that differ in case alone are two", async () => {
    const store = await openStore();
    await putObject(store, { key: "A.png", body: "upper" });
    await putObject(store, { key: "a.png", body: "lower" });
    expect((await getObject(store, "A.png")).body.toString()).toBe("upper");
  });

  test("and directories are for the store's user alone, even where they were open before", async () => {
    const dir = join(await temporaryDirectory(), "store");
    await mkdir(join(dir, "objects"), { recursive: true });
    await chmod(join(dir, "objects"), 0o777);
    const store = await openStore({ dir });
    await putObject(store, { key: "k", body: "b" });
    expect(await permissions(join(dir, "objects"))).toBe("700");
    expect(await permissions(join(dir, "tmp"))).toBe("700");
    expect(await permissions(objectFile(store, "k"))).toBe("600");
    const fresh = await openStore({ dir: join(await temporaryDirectory(), "new") });
    expect(await permissions(fresh.dir)).toBe("700");
  });

  test("that replace one another at the same time each tell what they replaced, once", async () => {
    const dir = await temporaryDirectory();
    const files = new ObjectFiles(await prepareDirectory(dir));
    const racers = await Promise.all(Array.from({ length: 40 }, (_, i) => finishedObject(files, 1000 + i)));
    const replaced = await Promise.all(racers.map((racer) => racer.publish({ overwrite: true })));
    expect(replaced).toContain(0);
    expect(replaced).not.toContain((await stat(objectFile({ dir }, "k"))).size);
    expect(new Set(replaced).size).toBe(racers.length);
  });

  test.each(["EPERM", "ENOTSUP", "ENOSYS", "EMLINK"])(
    "on a disk without links (%s) become visible whole too: of those that race for a name one wins, and is not replaced",
    async (code) => {
      const directory = await prepareDirectory(await temporaryDirectory());
      const files = new ObjectFiles(directory, () => Promise.reject(Object.assign(new Error("no links"), { code })));
      const racers = await Promise.all(Array.from({ length: 20 }, (_, i) => finishedObject(files, 1000 + i)));
      const outcomes = await Promise.all(racers.map((racer) => racer.publish({ overwrite: false })));
      expect(outcomes.filter((outcome) => outcome === 0)).toHaveLength(1);
      await Promise.all(racers.map((racer) => racer.discard()));
      expect(await readdir(directory.temporary)).toEqual([]);
      const winner = await files.open("k");
      await winner?.file.close();
      expect(winner?.record.size).toBe(1000 + outcomes.indexOf(0));
    },
  );

  test("on a disk without links give way to no planted link", async () => {
    const directory = await prepareDirectory(await temporaryDirectory());
    const files = new ObjectFiles(directory, () => Promise.reject(Object.assign(new Error(), { code: "EPERM" })));
    await symlink("/nowhere", join(directory.objects, createHash("sha256").update("k").digest("hex")));
    const object = await finishedObject(files, 10);
    await expect(object.publish({ overwrite: false })).rejects.toThrow("not a file");
    await object.discard();
  });

  test("survive a restart, bytes and metadata", async () => {
    const store = await openStore();
    const headers = { "content-type": "image/png", "x-cos-meta-a": "b" };
    await putObject(store, { key: "中 k", body: "b", headers });
    await store.close();
    const again = await openStore({ dir: store.dir });
    const answer = await getObject(again, "中 k");
    expect(answer.body.toString()).toBe("b");
    expect(answer.headers).toMatchObject(headers);
  });
});

describe("a planted link", () => {
  async function plant(): Promise<{ store: TestStore; secret: string }> {
    const store = await openStore();
    const secret = join(await temporaryDirectory(), "secret");
    await writeFile(secret, "not yours");
    await symlink(secret, objectFile(store, "k"));
    return { store, secret };
  }

  test("in an object's place is an error to read, not a way out", async () => {
    const { store } = await plant();
    const answer = await getObject(store, "k");
    expect(answer).toMatchObject({ status: 500, code: "InternalError" });
    expect(answer.body.toString()).not.toContain("not yours");
    expect(answer.body.toString()).not.toContain(store.dir);
    expect(store.events).toContainEqual(expect.objectContaining({ type: "failure" }));
  });

  test("to another store's object of the same key is not followed either", async () => {
    const other = await openStore();
    await putObject(other, { key: "k", body: "not yours" });
    const store = await openStore();
    await symlink(objectFile(other, "k"), objectFile(store, "k"));
    expect(await getObject(store, "k")).toMatchObject({ status: 500, code: "InternalError" });
  });

  test.each(["true", "false"])(
    "in an object's place is never written through (x-cos-forbid-overwrite: %s)",
    async (value) => {
      const { store, secret } = await plant();
      const put = await putObject(store, { key: "k", body: "evil", headers: { "x-cos-forbid-overwrite": value } });
      expect(put).toMatchObject({ status: 500, code: "InternalError" });
      expect(await readFile(secret, "utf8")).toBe("not yours");
      expect(await temporaryFiles(store.dir)).toEqual([]);
    },
  );

  test("in a directory's place keeps the store from starting", async () => {
    const dir = await temporaryDirectory();
    await symlink(await temporaryDirectory(), join(dir, "objects"));
    await expect(openStore({ dir })).rejects.toThrow(/cannot use the directory.*objects is not a directory of its own/);
  });
});

test.skipIf(process.platform === "win32")(
  "a pipe in an object's place is an error too, and keeps nobody waiting",
  async () => {
    const store = await openStore();
    execFileSync("mkfifo", [objectFile(store, "k")]);
    expect(await getObject(store, "k")).toMatchObject({ status: 500, code: "InternalError" });
    expect(await store.has("k")).toBe(false);
  },
);

test.skipIf(process.platform !== "linux")("no file stays open after its answer, whatever the answer", async () => {
  const store = await openStore();
  await putObject(store, { key: "k", body: "0123456789" });
  await putObject(store, { key: "k", body: "b", headers: { "x-cos-forbid-overwrite": "true" } });
  await putObject(store, { key: "j", body: "b", headers: { "content-md5": Buffer.alloc(16).toString("base64") } });
  await writeFile(objectFile(store, "damaged"), "x".repeat(1000));
  const requests = [
    {},
    { Range: "bytes=0-1" },
    { Range: "bytes=99-" },
    { "If-Match": '"x"' },
    { "If-None-Match": "*" },
  ];
  for (const headers of requests) await getObject(store, "k", headers);
  await send(store, { method: "HEAD", target: "/k" });
  await getObject(store, "damaged");
  await store.close();
  const open = await Promise.all(
    (await readdir("/proc/self/fd")).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")),
  );
  expect(open.filter((path) => path.startsWith(store.dir))).toEqual([]);
});

describe("a damaged file", () => {
  test.each<[string, (path: string) => Promise<void>]>([
    ["cut short", async (path) => truncate(path, 3)],
    ["cut by one byte", async (path) => truncate(path, (await stat(path)).size - 1)],
    ["emptied", async (path) => truncate(path, 0)],
    [
      "with bytes put in front",
      async (path) => writeFile(path, Buffer.concat([Buffer.from("x"), await readFile(path)])),
    ],
    [
      "of another key",
      async (path) =>
        writeFile(path, (await readFile(path)).toString("latin1").replace('"key":"k"', '"key":"j"'), "latin1"),
    ],
    ["that is no object", async (path) => writeFile(path, "x".repeat(1000))],
  ])("%s is InternalError, to read and to put again, and the log names it", async (_, damage) => {
    const store = await openStore();
    await putObject(store, { key: "k", body: "0123456789" });
    await damage(objectFile(store, "k"));
    const headers = { "x-cos-forbid-overwrite": "true" };
    for (const answer of [
      await getObject(store, "k"),
      await putObject(store, { key: "k", body: "0123456789", headers }),
    ]) {
      expect(answer).toMatchObject({ status: 500, code: "InternalError" });
      expect(answer.body.toString()).not.toContain(store.dir);
    }
    const failures = store.events.filter((event) => event.type === "failure");
    const message = expect.stringContaining(objectFile(store, "k"));
    expect(failures).toMatchObject([{ error: { message } }, { error: { message } }]);
  });
});
