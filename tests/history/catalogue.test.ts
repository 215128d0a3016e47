import { expect, test } from "vitest";
import { type HistoryEntry, historyId } from "../../src/contract/history.ts";
import { createHistoryCatalogue } from "../../src/platform/history-catalogue.ts";
import { historyEntry } from "./entries.ts";

const content = (sha1: string) => ({ md5: "a".repeat(32), sha1, size: 10 });
const entryOf = (sha1: string, name = "photo.png") =>
  historyEntry({ ...content(sha1), name, url: `https://cdn.example.com/${sha1}` });

/** A database that counts how often it is asked. */
function databaseOf(entries: readonly HistoryEntry[], count = entries.length) {
  const asked = { all: 0, content: 0 };
  return {
    asked,
    count: async () => count,
    readAll: async (onPage: (page: readonly HistoryEntry[]) => void) => {
      asked.all += 1;
      onPage(entries);
    },
    readContent: async (md5: string, sha1: string, size: number) => {
      asked.content += 1;
      return entries.filter((entry) => entry.md5 === md5 && entry.sha1 === sha1 && entry.size === size);
    },
  };
}

test("a short history is read once, and every content is then looked for in memory", async () => {
  const database = databaseOf([entryOf("one"), entryOf("two"), entryOf("two", "copy.png")]);
  const catalogue = createHistoryCatalogue(database);
  expect(await catalogue.ofContent(content("one"))).toEqual([entryOf("one")]);
  expect(await catalogue.ofContent(content("two"))).toEqual([entryOf("two"), entryOf("two", "copy.png")]);
  expect(await catalogue.ofContent(content("three"))).toEqual([]);
  expect(await catalogue.ofContent({ ...content("one"), size: 11 })).toEqual([]);
  expect(database.asked).toEqual({ all: 1, content: 0 });
});

test("what is added, changed or taken away afterwards counts", async () => {
  const catalogue = createHistoryCatalogue(databaseOf([entryOf("one")]));
  await catalogue.ofContent(content("one"));
  catalogue.put([entryOf("two")]);
  catalogue.remove([historyId(entryOf("one"))]);
  expect(await catalogue.ofContent(content("two"))).toEqual([entryOf("two")]);
  expect(await catalogue.ofContent(content("one"))).toEqual([]);
  catalogue.put([{ ...entryOf("two"), sha1: "three" }]);
  expect(await catalogue.ofContent(content("two"))).toEqual([]);
});

test("a long history is asked for each content, until a search has read it", async () => {
  const database = databaseOf([entryOf("one")], 1_001);
  const catalogue = createHistoryCatalogue(database);
  expect(await catalogue.ofContent(content("one"))).toEqual([entryOf("one")]);
  expect(database.asked).toEqual({ all: 0, content: 1 });
  await catalogue.search(new AbortController().signal, { text: "" });
  expect(await catalogue.ofContent(content("one"))).toEqual([entryOf("one")]);
  expect(database.asked).toEqual({ all: 1, content: 1 });
});

test("a database that could not be counted is counted again for the next content", async () => {
  const database = databaseOf([entryOf("one")]);
  const { count } = database;
  database.count = () => Promise.reject(new Error("no database yet"));
  const catalogue = createHistoryCatalogue(database);
  await expect(catalogue.ofContent(content("one"))).rejects.toThrow("no database yet");
  database.count = count;
  expect(await catalogue.ofContent(content("one"))).toEqual([entryOf("one")]);
});
