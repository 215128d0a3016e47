import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HistoryEntry } from "../../src/contract/history.ts";
import { createRecall, HISTORY_PATIENCE_MS } from "../../src/platform/recall.ts";
import { historyEntry } from "./entries.ts";

const ORIGIN = "https://cdn.example.com";
const entry = historyEntry({ url: `${ORIGIN}/known.png` });
const { signal } = new AbortController();

function recallFrom(find: () => Promise<HistoryEntry | undefined>) {
  return createRecall({
    history: async () => ({ find }),
    verifier: { verify: async () => ({ confirmed: true }) },
    config: async () => ({
      mode: "embedded",
      uploadOrigins: [ORIGIN],
      embedOrigins: [],
      tokenRequired: false,
      policy: { accept: [], maxFileSize: 1 },
    }),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a history that does not answer holds files up once, not each of them", async () => {
  const find = vi.fn(() => new Promise<never>(() => {}));
  const recall = recallFrom(find);
  const first = recall.find(signal, entry);
  await vi.advanceTimersByTimeAsync(HISTORY_PATIENCE_MS);
  expect(await first).toBeUndefined();
  expect(await recall.find(signal, entry)).toBeUndefined();
  expect(find).toHaveBeenCalledTimes(1);
});

test("a history that answers late is asked again from then on", async () => {
  let comeBack = () => {};
  let answer = new Promise<HistoryEntry | undefined>((resolve) => {
    comeBack = () => resolve(undefined);
  });
  const recall = recallFrom(() => answer);
  const first = recall.find(signal, entry);
  await vi.advanceTimersByTimeAsync(HISTORY_PATIENCE_MS);
  expect(await first).toBeUndefined();
  answer = Promise.resolve(entry);
  comeBack();
  await vi.advanceTimersByTimeAsync(0);
  expect(await recall.find(signal, entry)).toBe(entry.url);
});
