import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type HistoryEntry, type HistoryId, historyId } from "../../src/contract/history.ts";
import { createHistory } from "../../src/platform/history.ts";
import type { HistoryDatabase } from "../../src/platform/history-database.ts";
import { UNDO_MS } from "../../src/platform/history-undo.ts";
import { historyEntry } from "./entries.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A table whose writes end when the test says so; it remembers which thumbnails a sweep was told to leave. */
function slowTable(entries: readonly HistoryEntry[]) {
  const writes: (() => void)[] = [];
  const spared: ReadonlySet<HistoryId>[] = [];
  const written = <T>(value: T) => new Promise<T>((resolve) => writes.push(() => resolve(value)));
  const database: HistoryDatabase = {
    readAll: async (onPage) => onPage(entries),
    count: async () => entries.length,
    read: async () => [...entries],
    readContent: async () => [],
    put: () => written(undefined),
    add: (added) => written([...added]),
    update: () => written([]),
    remove: () => written(undefined),
    putThumbnail: () => written(true),
    readThumbnail: async () => undefined,
    sweep: async (except) => void spared.push(except()),
  };
  const finishWrite = async () => {
    await vi.advanceTimersByTimeAsync(0);
    writes.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { database, spared, finishWrite };
}

const unused = {
  verifier: { verify: () => Promise.reject(new Error("nobody asks")) },
  connectivity: { online: () => true },
};

test("the thumbnails of entries that are being brought back outlive the time in which that could be asked for", async () => {
  const entry = historyEntry();
  const { database, spared, finishWrite } = slowTable([entry]);
  const history = createHistory(unused, database);
  void history.remove([historyId(entry)]);
  await finishWrite();
  await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
  const undone = history.undo();
  await vi.advanceTimersByTimeAsync(1);
  expect(spared.map((ids) => ids.has(historyId(entry)))).toEqual([true]);
  await finishWrite();
  await undone;
});

test("the thumbnails of entries that are being deleted are left for whoever takes that back", async () => {
  const entry = historyEntry();
  const { database, spared, finishWrite } = slowTable([entry]);
  const history = createHistory(unused, database);
  void history.remove([historyId(entry)]);
  await vi.advanceTimersByTimeAsync(0);
  await history.search(new AbortController().signal, { text: "" });
  expect(spared.map((ids) => ids.has(historyId(entry)))).toEqual([true]);
  await finishWrite();
});
