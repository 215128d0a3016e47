import { expect, test } from "vitest";
import { type HistoryEntry, type HistoryId, historyId } from "../../src/contract/history.ts";
import type { LinkCheck } from "../../src/engine/ports.ts";
import { freshUrl, recheckLinks } from "../../src/platform/history-recheck.ts";
import { historyEntry } from "./entries.ts";

const entries = Array.from({ length: 100 }, (_, index) =>
  historyEntry({ name: `${index}.png`, url: `https://cdn.example.com/${index}.png?sign=a%2Bb` }),
);

/** What a check found, by id, with links that answer as `answer` says. */
async function recheck(answer: (url: URL) => LinkCheck, online = true, signal = new AbortController().signal) {
  const saved = new Map<HistoryId, Partial<HistoryEntry>>();
  const asked: URL[] = [];
  const progress: number[] = [];
  const result = recheckLinks(signal, entries, {
    verifier: {
      verify: async (checkSignal, url) => {
        checkSignal.throwIfAborted();
        asked.push(new URL(url));
        return answer(new URL(url));
      },
    },
    connectivity: { online: () => online },
    save: async (changes) => {
      for (const [id, change] of changes) saved.set(id, change);
    },
    onProgress: (checked) => progress.push(checked),
  });
  return { result: await result.catch((error: unknown) => error), saved, asked, progress };
}

test("every link is asked for once, past the browser's cache, and what was found is kept", async () => {
  const { result, saved, asked, progress } = await recheck((url) =>
    url.pathname === "/7.png" ? { confirmed: false } : { confirmed: true, width: 2, height: 3 },
  );
  expect(result).toEqual({ checked: 100, dead: 1 });
  expect(new Set(asked.map((url) => url.pathname)).size).toBe(100);
  expect(asked.every((url) => url.searchParams.get("sign") === "a+b" && url.searchParams.has("recheck"))).toBe(true);
  expect(progress).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  expect(saved.size).toBe(100);
  expect(saved.get(historyId(entries[7] ?? historyEntry()))).toMatchObject({ link: "dead" });
  expect(saved.get(historyId(entries[8] ?? historyEntry()))).toMatchObject({ link: "confirmed", width: 2, height: 3 });
});

test.each([
  ["https://cdn.example/a.png", "https://cdn.example/a.png?recheck=1"],
  ["https://cdn.example/a.png?imageMogr2/format/webp", "https://cdn.example/a.png?imageMogr2/format/webp&recheck=1"],
  ["https://cdn.example/a.png?sign=a%20b~c", "https://cdn.example/a.png?sign=a%20b~c&recheck=1"],
])("a link's own query stays as it is written: %s", (link, fresh) => {
  expect(freshUrl(link, 1)).toBe(fresh);
});

test("while the network is away a link that does not load is left as it was", async () => {
  const { result, saved } = await recheck(() => ({ confirmed: false }), false);
  expect(result).toEqual({ checked: 0, dead: 0 });
  expect(saved.size).toBe(0);
});

test("a check that is stopped keeps what it had found", async () => {
  const stopping = new AbortController();
  let seen = 0;
  const { result, saved } = await recheck(
    () => {
      seen += 1;
      if (seen === 50) stopping.abort(new Error("stopped"));
      return { confirmed: true };
    },
    true,
    stopping.signal,
  );
  expect(result).toMatchObject({ message: "stopped" });
  expect(saved.size).toBeGreaterThanOrEqual(50);
  expect(saved.size).toBeLessThan(100);
});

test("a write that fails ends the check as a whole: nothing is asked or told after it", async () => {
  const asked: string[] = [];
  const told: number[] = [];
  const waiting: (() => void)[] = [];
  const answerAll = async () => {
    while (waiting.length > 0) {
      for (const answer of waiting.splice(0)) answer();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const running = recheckLinks(new AbortController().signal, entries, {
    verifier: {
      verify: (_signal, url) => {
        asked.push(url);
        return new Promise((resolve) => waiting.push(() => resolve({ confirmed: true })));
      },
    },
    connectivity: { online: () => true },
    save: () => Promise.reject(new Error("the disk is full")),
    onProgress: (checked) => told.push(checked),
  });
  const outcome = running.catch((error: unknown) => error);
  await answerAll();
  await expect(outcome).resolves.toMatchObject({ message: "the disk is full" });
  expect(asked.length).toBeLessThan(50);
  const count = told.length;
  await answerAll();
  expect(told).toHaveLength(count);
});
