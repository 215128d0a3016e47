import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import type { Journal, JournalRow } from "../../src/engine/ports.ts";
import type { FileId } from "../../src/engine/state.ts";
import { FakeJournal } from "./support/fake-journal.ts";
import { settled } from "./support/virtual-clock.ts";
import { hangs, uploadError, World } from "./support/world.ts";

/** A page that remembers. */
function remembering(): { world: World; journal: FakeJournal } {
  const journal = new FakeJournal("first");
  return { world: new World({}, undefined, { journal }), journal };
}

/** What the next page finds, after this one was closed in the middle of its work. */
async function nextPage(journal: FakeJournal, bytes: "kept" | "lost"): Promise<{ world: World; journal: FakeJournal }> {
  const next = new FakeJournal("second");
  const world = new World({}, undefined, { journal: next });
  const rows = journal.list().map((row) => ({ ...row, blob: bytes === "kept" ? row.blob : undefined }));
  for (const row of rows) next.rows.set(row.id, row);
  world.engine.restore(rows);
  await settled();
  return { world, journal: next };
}

describe("what is remembered of a row", () => {
  it("begins with the file, gains its digests, and ends with its link", async () => {
    const { world, journal } = remembering();
    world.hasher.script.push(hangs);
    world.putter.script.push(hangs);
    const id = await world.addOne();
    expect(journal.list()).toMatchObject([{ id, size: 100, paused: false, known: undefined }]);
    const digests = world.digestsOf(world.hasher.last.args);
    world.hasher.last.resolve(digests);
    await settled();
    expect(journal.list()).toMatchObject([{ id, known: { digests, size: 100, type: "image/png" } }]);
    world.putter.last.resolve({ requestId: undefined, existed: false });
    await settled();
    expect(world.stages()).toEqual(["done"]);
    expect(journal.list()).toEqual([]);
  });

  it.each(["cancel", "remove"] as const)("ends with %s", async (method) => {
    const { world, journal } = remembering();
    world.putter.script.push(hangs);
    const id = await world.addOne();
    world.engine[method](id);
    expect(journal.list()).toEqual([]);
  });

  it("comes back with a retry", async () => {
    const { world, journal } = remembering();
    world.putter.always = hangs;
    const id = await world.addOne();
    world.engine.cancel(id);
    world.engine.retry(id);
    await settled();
    expect(journal.list()).toMatchObject([{ id }]);
  });

  it("stays after a failure that another page may not meet, and goes after one of the file's own", async () => {
    const { world, journal } = remembering();
    world.signer.script.push((call) => call.reject(uploadError("token_needed")));
    const refused = await world.addOne();
    world.preparer.script.push((call) => call.reject(uploadError("file_unreadable")));
    await world.addOne();
    expect(world.stages()).toEqual(["failed", "failed"]);
    expect(journal.list().map(({ id }) => id)).toEqual([refused]);
  });

  it("stays when the page goes", async () => {
    const { world, journal } = remembering();
    world.putter.script.push(hangs);
    const id = await world.addOne();
    world.engine.dispose();
    expect(journal.list()).toMatchObject([{ id }]);
  });

  it("is told once, however much the upload moves", async () => {
    const { world, journal } = remembering();
    world.putter.script.push(hangs);
    await world.addOne();
    for (const loaded of [10, 20, 30]) world.putter.last.progress(loaded);
    expect(journal.notes).toBe(2);
  });
});

describe("a row that is brought back", () => {
  it("goes on without being hashed again where its bytes were kept", async () => {
    const before = remembering();
    before.world.putter.script.push(hangs);
    const id = await before.world.addOne();
    const { world, journal } = await nextPage(before.journal, "kept");
    expect(world.stages([id])).toEqual(["done"]);
    expect(world.hasher.calls).toHaveLength(0);
    expect(world.at(id, "done").result).toMatchObject(before.world.digestsOf(before.world.putter.last.args.blob));
    expect(journal.list()).toEqual([]);
  });

  it.each([
    ["of another size", { blob: new Blob(["other"]), type: "image/png" }],
    ["of another type", { blob: undefined, type: "image/jpeg" }],
    [
      "with other metadata taken out",
      { blob: undefined, type: "image/png", removal: { removed: ["gps-exif" as const] } },
    ],
  ])("is hashed again when what would go up is now %s", async (_name, { blob, ...prepared }) => {
    const before = remembering();
    before.world.putter.script.push(hangs);
    await before.world.addOne();
    const next = new World();
    next.preparer.always = (call) => call.resolve({ blob: blob ?? call.args, ...prepared });
    next.engine.restore(before.journal.list());
    await settled();
    expect(next.stages()).toEqual(["done"]);
    expect(next.hasher.calls).toHaveLength(1);
  });

  it("is still only a still of a picture that moved", async () => {
    const { world, journal } = remembering();
    world.hasher.script.push(hangs);
    const blob = world.blob(100, "a cat");
    const id = await world.addOne({ kind: "file", name: "cat.png", folder: "", blob, lastModified: 0, still: true });
    const next = await nextPage(journal, "kept");
    expect(next.world.row(id).still).toBe(true);
  });

  it("is hashed afresh after the store found that the remembered digests are wrong", async () => {
    const before = remembering();
    before.world.putter.script.push(hangs);
    const id = await before.world.addOne();
    const next = new World();
    next.putter.script.push((call) => call.reject(uploadError("digest_mismatch")));
    next.engine.restore(before.journal.list());
    await settled();
    expect(next.stages()).toEqual(["failed"]);
    next.engine.retry(id);
    await settled();
    expect(next.stages()).toEqual(["done"]);
    expect(next.hasher.calls).toHaveLength(1);
  });

  it("stays held when it was held", async () => {
    const before = remembering();
    const id = await before.world.addOne();
    const held = before.world.candidate();
    before.world.engine.holdAll();
    const [paused] = await before.world.add(held);
    const { world } = await nextPage(before.journal, "kept");
    expect(before.world.stages([id])).toEqual(["done"]);
    expect(world.stages([paused as FileId])).toEqual(["paused"]);
  });

  it("waits for a person's word, as it did, and is like any other once that is given", async () => {
    const before = remembering();
    const [first, other] = (await before.world.add(...before.world.unbidden(2))) as [FileId, FileId];
    const own = await before.world.addOne();
    expect(before.world.stages([first, other, own])).toEqual(["paused", "paused", "done"]);
    const { world } = await nextPage(before.journal, "kept");
    expect(world.at(first, "paused").unbidden).toBe(true);
    expect(world.engine.getSnapshot().totals.unbidden).toBe(2);
    world.engine.resume(first);
    world.engine.pause(first);
    expect(world.at(first, "paused").unbidden).toBeUndefined();
    expect(world.engine.getSnapshot().totals.unbidden).toBe(1);
    expect(world.signer.calls).toEqual([]);
    world.engine.resume(other);
    await settled();
    world.at(other, "done");
  });

  it("is there once, however often it is brought", async () => {
    const before = remembering();
    before.world.putter.script.push(hangs);
    await before.world.addOne();
    const { world } = await nextPage(before.journal, "kept");
    world.engine.restore(before.journal.list());
    await settled();
    expect(world.stages()).toEqual(["done"]);
    expect(world.putter.calls).toHaveLength(1);
  });

  it("goes on as it was when it is brought again while it is sent", async () => {
    const before = remembering();
    before.world.putter.script.push(hangs);
    const id = await before.world.addOne();
    const rows = before.journal.list();
    const world = new World();
    world.putter.always = hangs;
    for (let i = 0; i < 2; i += 1) {
      world.engine.restore(rows);
      await settled();
      world.at(id, "uploading");
    }
    expect(world.putter.calls).toHaveLength(1);
  });

  it("keeps its id apart from those of the rows of this page", async () => {
    const before = remembering();
    before.world.putter.script.push(hangs);
    const old = await before.world.addOne();
    const { world } = await nextPage(before.journal, "kept");
    const fresh = await world.addOne();
    expect(fresh).not.toBe(old);
    expect(world.stages([old, fresh])).toEqual(["done", "done"]);
  });
});

describe("a row whose bytes are gone", () => {
  async function lost(): Promise<{ world: World; journal: FakeJournal; file: JournalRow }> {
    const before = remembering();
    before.world.putter.script.push(hangs);
    await before.world.addOne();
    const [file] = before.journal.list();
    if (!file) throw new Error("nothing was remembered");
    return { ...(await nextPage(before.journal, "lost")), file };
  }
  const again = ({ name, lastModified, blob }: JournalRow) =>
    ({ kind: "file", name, folder: "", blob: blob ?? new Blob(), lastModified }) as const;

  it("says that its file has to be chosen again, and is still remembered", async () => {
    const { world, journal, file } = await lost();
    expect(world.at(file.id, "failed").failure.code).toBe("choose_again");
    expect(journal.list()).toMatchObject([{ id: file.id }]);
  });

  it("goes on in its place, with its digests, when the same file is chosen again", async () => {
    const { world, journal, file } = await lost();
    await world.addOne(world.candidate(200));
    const id = await world.addOne(again(file));
    expect(id).toBe(file.id);
    expect(world.engine.getSnapshot().ids[0]).toBe(id);
    expect(world.at(id, "done").result.md5).toBe(file.known?.digests.md5);
    expect(world.hasher.calls).toHaveLength(1);
    expect(journal.list()).toEqual([]);
  });

  it.each([
    ["another name", { name: "other.png" }],
    ["another time of change", { lastModified: 7 }],
    ["another size", { blob: new Blob([new Uint8Array(101)]) }],
  ])("is not taken up by a file with %s", async (_name, change) => {
    const { world, file } = await lost();
    const id = await world.addOne({ ...again(file), ...change });
    expect(id).not.toBe(file.id);
    expect(world.at(file.id, "failed").failure.code).toBe("choose_again");
  });

  it("is taken up once: the same file a second time is a row of its own", async () => {
    const { world, file } = await lost();
    const first = await world.addOne(again(file));
    const second = await world.addOne(again(file));
    expect(first).toBe(file.id);
    expect(second).not.toBe(file.id);
  });

  it("is forgotten when it is removed", async () => {
    const { world, journal, file } = await lost();
    world.engine.remove(file.id);
    expect(journal.list()).toEqual([]);
    expect(await world.addOne(again(file))).not.toBe(file.id);
  });

  it("is left as it is by a retry of everything", async () => {
    const { world, file } = await lost();
    world.engine.retryFailed();
    await settled();
    expect(world.at(file.id, "failed").failure.code).toBe("choose_again");
  });
});

it("uploads go on when nothing is remembered", async () => {
  const silent: Journal = { session: "silent", note: () => {}, forget: () => {} };
  const world = new World();
  const engine = createEngine({ ...world.ports(), journal: silent });
  engine.add([world.candidate()]);
  await settled();
  expect(engine.getSnapshot().totals.done).toBe(1);
});
