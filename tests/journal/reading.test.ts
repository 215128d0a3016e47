import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { JournalRow } from "../../src/engine/ports.ts";
import { createJournal, JOURNAL_DELAY_MS } from "../../src/platform/journal.ts";
import type { JournalDatabase } from "../../src/platform/journal-database.ts";
import { FakeDatabase, pass } from "./fake-database.ts";

function open(database: JournalDatabase) {
  const journal = createJournal(() => Promise.resolve(database));
  if (!journal) throw new Error("There is no journal.");
  return journal;
}

/** The page after the one that wrote into this database. */
async function comeBack(database: FakeDatabase) {
  const restored: JournalRow[] = [];
  const from = {
    write: database.write.bind(database),
    putBytes: database.putBytes.bind(database),
    sessions: async () => ["the page before"],
    adopt: async () => [...database.rows.values()],
  };
  const journal = open(from);
  const unread = await journal.restore({ restore: (rows) => void restored.push(...rows) });
  await pass(JOURNAL_DELAY_MS);
  return { unread, restored };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", {
    locks: {
      request: async (_name: string, ...[options, hold = options]: (() => Promise<unknown>)[]) => hold?.(),
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a page that was left while a folder was being read is said to have left some of it unread, once", async () => {
  const database = new FakeDatabase();
  open(database).reading(true);
  await pass(JOURNAL_DELAY_MS);
  expect(await comeBack(database)).toEqual({ unread: true, restored: [] });
  expect(await comeBack(database)).toEqual({ unread: false, restored: [] });
});

test("a folder that was read to its end leaves no mark, however long that took", async () => {
  const database = new FakeDatabase();
  const journal = open(database);
  journal.reading(true);
  journal.reading(false);
  await pass(JOURNAL_DELAY_MS);
  expect(database.rows.size).toBe(0);
  journal.reading(true);
  await pass(JOURNAL_DELAY_MS);
  journal.reading(false);
  await pass(JOURNAL_DELAY_MS);
  expect(await comeBack(database)).toEqual({ unread: false, restored: [] });
});
