import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JournalRow } from "../../src/engine/ports.ts";
import { createJournal, JOURNAL_DELAY_MS, LET_GO_MS } from "../../src/platform/journal.ts";
import { FakeDatabase, pass } from "./fake-database.ts";

function start(database: FakeDatabase) {
  const journal = createJournal(() => Promise.resolve(database));
  if (!journal) throw new Error("There is no journal.");
  return journal;
}
const row = (id: string): JournalRow => ({
  id,
  name: `${id}.png`,
  folder: "",
  size: 1,
  lastModified: 0,
  paused: false,
  known: undefined,
  blob: undefined,
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", { locks: { request: (_name: string, hold: () => Promise<never>) => hold() } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the journal, after a write that failed", () => {
  it("still lets go of rows that it holds, so that what is finished does not come back", async () => {
    const database = new FakeDatabase();
    database.failingWrites = [2];
    const journal = start(database);
    journal.note(row("a"));
    journal.note(row("b"));
    await pass(JOURNAL_DELAY_MS);
    journal.note(row("c"));
    await pass(JOURNAL_DELAY_MS);
    journal.forget("a");
    await pass(JOURNAL_DELAY_MS);
    expect([...database.rows.keys()]).toEqual(["b"]);
  });

  it("takes no more rows", async () => {
    const database = new FakeDatabase();
    database.failingWrites = [1];
    const journal = start(database);
    journal.note(row("a"));
    await pass(JOURNAL_DELAY_MS);
    journal.note(row("b"));
    await pass(JOURNAL_DELAY_MS);
    expect([...database.rows.keys()]).toEqual([]);
  });

  it("lets go at once of what was to go with the write that failed", async () => {
    const database = new FakeDatabase();
    database.failingWrites = [2];
    const journal = start(database);
    journal.note(row("a"));
    await pass(JOURNAL_DELAY_MS);
    journal.forget("a");
    journal.note(row("b"));
    await pass(JOURNAL_DELAY_MS);
    expect([...database.rows.keys()]).toEqual([]);
  });

  it("lets go later, with the next one, of what it could not let go of at first", async () => {
    const database = new FakeDatabase();
    database.failingWrites = [2, 3, 4, 5];
    const journal = start(database);
    journal.note(row("a"));
    journal.note(row("b"));
    await pass(JOURNAL_DELAY_MS);
    journal.forget("a");
    await pass(JOURNAL_DELAY_MS);
    expect([...database.rows.keys()]).toEqual(["a", "b"]);
    journal.forget("b");
    await pass(JOURNAL_DELAY_MS);
    expect([...database.rows.keys()]).toEqual([]);
  });
});

it("writes down what is gathered when the page goes, so that a finished row does not come back", async () => {
  const database = new FakeDatabase();
  const journal = start(database);
  journal.note(row("a"));
  await pass(JOURNAL_DELAY_MS);
  journal.forget("a");
  window.dispatchEvent(new Event("pagehide"));
  await pass(0);
  expect([...database.rows.keys()]).toEqual([]);
});

it("lets go of what is finished as soon as nothing more finishes: a tab that is closed takes its last words along", async () => {
  const database = new FakeDatabase();
  const journal = start(database);
  journal.note(row("a"));
  journal.note(row("b"));
  await pass(JOURNAL_DELAY_MS);
  journal.forget("a");
  await pass(LET_GO_MS / 2);
  journal.forget("b");
  await pass(LET_GO_MS / 2);
  expect(database.writes).toBe(1);
  await pass(LET_GO_MS / 2);
  expect([...database.rows.keys()]).toEqual([]);
  expect(database.writes).toBe(2);
});

it("gives a row that was let go of and is taken up again the place that it has in the list", async () => {
  const database = new FakeDatabase();
  const journal = start(database);
  journal.note(row("a"));
  journal.note(row("b"));
  await pass(JOURNAL_DELAY_MS);
  journal.forget("a");
  await pass(JOURNAL_DELAY_MS);
  journal.note(row("a"));
  await pass(JOURNAL_DELAY_MS);
  const inOrder = [...database.rows.values()].sort((one, other) => one.place - other.place);
  expect(inOrder.map(({ id }) => id)).toEqual(["a", "b"]);
});

it("lets go of a row that was let go of and taken up again before that was written", async () => {
  const database = new FakeDatabase();
  const journal = start(database);
  journal.note(row("a"));
  await pass(JOURNAL_DELAY_MS);
  journal.forget("a");
  journal.note(row("a"));
  journal.forget("a");
  await pass(JOURNAL_DELAY_MS);
  expect([...database.rows.keys()]).toEqual([]);
});
