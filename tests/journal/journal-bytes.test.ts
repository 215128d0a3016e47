import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createJournalBytes,
  KEEP_AFTER_MS,
  KEPT_BYTES_A_SECOND,
  KEPT_SHARE_OF_QUOTA,
} from "../../src/platform/journal-bytes.ts";
import { FakeDatabase, pass } from "./fake-database.ts";

const ROOM = 1_000;

function start(database: FakeDatabase) {
  return createJournalBytes(() => Promise.resolve(database));
}
const file = (size: number) => new Blob([new Uint8Array(size)]);

function roomFor(bytes: number) {
  const estimate = () => Promise.resolve({ quota: bytes / KEPT_SHARE_OF_QUOTA, usage: 0 });
  vi.stubGlobal("navigator", { storage: { estimate } });
}

beforeEach(() => {
  vi.useFakeTimers();
  roomFor(ROOM);
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

  it("come at a pace, and a large file waits as long as it takes", async () => {
    const large = KEPT_BYTES_A_SECOND / 2;
    roomFor(2 * large);
    const database = new FakeDatabase();
    const bytes = start(database);
    bytes.want("large", file(large));
    await pass(KEEP_AFTER_MS + 499);
    expect([...database.bytes.keys()]).toEqual([]);
    await pass(1);
    expect([...database.bytes.keys()]).toEqual(["large"]);
  });

  it("are not made again of a file that is over while another one spoils its batch", async () => {
    const database = new FakeDatabase();
    const bytes = start(database);
    database.refuse = (id) => {
      if (id !== "gone") return undefined;
      bytes.drop("done");
      return new DOMException("no such file", "NotFoundError");
    };
    for (const id of ["done", "gone", "open"]) bytes.want(id, file(10));
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["open"]);
  });

  it("are not made of a file that is over before its turn", async () => {
    const large = KEPT_BYTES_A_SECOND / 2;
    roomFor(2 * large);
    const database = new FakeDatabase();
    const bytes = start(database);
    bytes.want("large", file(large));
    await pass(KEEP_AFTER_MS + 499);
    bytes.drop("large");
    await pass(1_000);
    expect(database.puts).toBe(0);
  });

  it("begin with the last chosen of files that are alike, for the first are nearer to their end", async () => {
    const database = new FakeDatabase();
    const bytes = start(database);
    for (const id of ["first", "second", "third"]) bytes.want(id, file(400));
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["third", "second"]);
  });

  it("are all kept but the one that cannot be read, which gives its room back", async () => {
    const database = new FakeDatabase();
    database.refuse = (id) => (id === "gone" ? new DOMException("gone", "NotReadableError") : undefined);
    const bytes = start(database);
    for (const id of ["a", "gone", "b"]) bytes.want(id, file(300));
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["b", "a"]);
    bytes.want("later", file(400));
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["b", "a", "later"]);
  });

  it("are made of what is wanted meanwhile, however many others are over by then", async () => {
    const database = new FakeDatabase();
    const bytes = start(database);
    for (const id of ["a", "b", "c"]) bytes.have(id, file(10));
    bytes.want("d", file(10));
    database.refuse = () => {
      database.refuse = () => undefined;
      for (const id of ["a", "b", "c"]) bytes.drop(id);
      bytes.want("e", file(10));
      return undefined;
    };
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["d", "e"]);
  });

  it("are made of what is wanted while the rest of the line comes to its end", async () => {
    const large = KEPT_BYTES_A_SECOND / 2;
    roomFor(2 * large);
    const database = new FakeDatabase();
    const bytes = start(database);
    bytes.want("over", file(large));
    await pass(KEEP_AFTER_MS + 499);
    bytes.want("open", file(10));
    bytes.drop("over");
    await pass(1);
    expect([...database.bytes.keys()]).toEqual(["open"]);
  });

  it("end with a full disk: what fits stays, and nothing more is tried", async () => {
    const database = new FakeDatabase();
    database.refuse = (id) => (id === "c" ? undefined : new DOMException("full", "QuotaExceededError"));
    const bytes = start(database);
    for (const id of ["a", "b", "c"]) bytes.want(id, file(10));
    await pass(KEEP_AFTER_MS);
    expect([...database.bytes.keys()]).toEqual(["c"]);
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
