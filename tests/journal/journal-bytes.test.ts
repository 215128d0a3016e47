import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createJournalBytes, KEEP_AFTER_MS, KEPT_SHARE_OF_QUOTA } from "../../src/platform/journal-bytes.ts";
import { FakeDatabase, pass } from "./fake-database.ts";

const ROOM = 1_000;

function start(database: FakeDatabase) {
  return createJournalBytes(() => Promise.resolve(database));
}
const file = (size: number) => new Blob([new Uint8Array(size)]);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", {
    storage: { estimate: () => Promise.resolve({ quota: ROOM / KEPT_SHARE_OF_QUOTA, usage: 0 }) },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("copies of unfinished files", () => {
  it("are kept within the budget, the small ones first", async () => {
    const database = new FakeDatabase();
    const bytes = start(database);
    for (const [id, size] of [
      ["large", 700],
      ["small", 300],
      ["middle", 600],
    ] as const)
      bytes.want(id, file(size));
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["small", "middle"]);
  });

  it("are all kept but the one that cannot be read, which gives its room back", async () => {
    const database = new FakeDatabase();
    database.refuse = (id) => (id === "gone" ? new DOMException("gone", "NotReadableError") : undefined);
    const bytes = start(database);
    for (const id of ["a", "gone", "b"]) bytes.want(id, file(300));
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["a", "b"]);
    bytes.want("later", file(400));
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["a", "b", "later"]);
  });

  it("end with a full disk: what fits stays, and nothing more is tried", async () => {
    const database = new FakeDatabase();
    database.refuse = (id) => (id === "a" ? undefined : new DOMException("full", "QuotaExceededError"));
    const bytes = start(database);
    for (const id of ["a", "b", "c"]) bytes.want(id, file(10));
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["a"]);
    const { puts } = database;
    bytes.want("d", file(10));
    await pass(KEEP_AFTER_MS);
    expect(database.puts).toBe(puts);
  });

  it("leave their room to others once they are dropped, before or while they are written", async () => {
    const database = new FakeDatabase();
    const bytes = start(database);
    bytes.want("first", file(900));
    await pass(KEEP_AFTER_MS);
    bytes.want("second", file(800));
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["first"]);
    bytes.drop("first");
    bytes.want("third", file(900));
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["first", "second"]);
  });

  it("are looked at once each, however many batches they take", async () => {
    const database = new FakeDatabase();
    const bytes = start(database);
    let looks = 0;
    for (let i = 0; i < 1_000; i += 1) {
      const blob = file(1);
      Object.defineProperty(blob, "size", {
        get: () => {
          looks += 1;
          return 1;
        },
      });
      bytes.want(`${i}`, blob);
    }
    await pass(KEEP_AFTER_MS);
    expect(database.bytes.size).toBe(1_000);
    // Already in order, so one sort compares each with the next; a sort for every batch would double and treble that.
    expect(looks).toBeLessThan(1_000 * 10);
  });
});
