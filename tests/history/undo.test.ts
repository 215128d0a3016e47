import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createUndoStack, UNDO_MS } from "../../src/platform/history-undo.ts";
import { historyEntry } from "./entries.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a removal can be taken back for twenty seconds at least, counted from the last one", () => {
  expect(UNDO_MS).toBeGreaterThanOrEqual(20_000);
  const onExpired = vi.fn();
  const undo = createUndoStack(onExpired);
  undo.push([historyEntry()]);
  vi.advanceTimersByTime(UNDO_MS - 1);
  undo.push([historyEntry()]);
  vi.advanceTimersByTime(UNDO_MS - 1);
  expect(undo.entries()).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(undo.peek()).toBeUndefined();
  expect(onExpired).toHaveBeenCalledTimes(1);
});

test("a removal that somebody is at does not run out, and has its whole time again once it is let go", () => {
  const onExpired = vi.fn();
  const undo = createUndoStack(onExpired);
  undo.push([historyEntry()]);
  vi.advanceTimersByTime(UNDO_MS - 1);
  undo.hold(true);
  undo.push([historyEntry()]);
  vi.advanceTimersByTime(10 * UNDO_MS);
  expect(undo.entries()).toHaveLength(2);
  undo.hold(false);
  vi.advanceTimersByTime(UNDO_MS - 1);
  expect(undo.entries()).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(undo.entries()).toEqual([]);
  expect(onExpired).toHaveBeenCalledTimes(1);
});

test("what is held and taken back leaves nothing that could run out", () => {
  const onExpired = vi.fn();
  const undo = createUndoStack(onExpired);
  undo.push([historyEntry()]);
  undo.hold(true);
  undo.pop();
  undo.hold(false);
  vi.advanceTimersByTime(2 * UNDO_MS);
  expect(onExpired).not.toHaveBeenCalled();
});
