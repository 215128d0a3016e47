import { describe, expect, test } from "vitest";
import { historyFile, readHistoryFile } from "../../src/ui/history/history-file.ts";
import { historyEntry } from "./entries.ts";

const NOW = new Date("2026-01-09T00:00:00Z");

test("what was exported is read back as it was, in the same order", async () => {
  const { width: _, height: __, ...unseen } = historyEntry({ name: '"西湖"\n.png', link: "unconfirmed" });
  const entries = [historyEntry({ link: "dead", checkedAt: 5 }), unseen];
  const reading = await readHistoryFile(new Blob([historyFile(entries, NOW)]));
  expect(reading).toEqual({ kind: "read", entries, broken: 0 });
});

describe("a file that is no history is named for what it is", () => {
  test.each([
    ["not-json", ""],
    ["not-json", "name,url\r\n"],
    ["not-json", historyFile([historyEntry()], NOW).slice(0, -5)],
    ["foreign", "null"],
    ["foreign", "[]"],
    ["foreign", '{"entries":[]}'],
    ["foreign", '{"format":"cosdrop-history","version":1,"entries":{}}'],
    ["foreign", '{"format":"picgo","version":1,"entries":[]}'],
    ["newer", '{"format":"cosdrop-history","version":2,"entries":[]}'],
  ] as const)("%s: %j", async (reason, text) => {
    expect(await readHistoryFile(new Blob([text]))).toEqual({ kind: "unreadable", reason });
  });

  test("a file that cannot be read any more", async () => {
    const gone = new Blob(["{}"]);
    gone.text = () => Promise.reject(new DOMException("gone", "NotFoundError"));
    expect(await readHistoryFile(gone)).toEqual({ kind: "unreadable", reason: "file" });
  });
});

test.each([
  ["a link that a click would run", { url: "javascript:alert(1)" }],
  ["a link with a password in it", { url: "https://user:secret@cdn.example.com/a.png" }],
  ["a link that is data", { url: "data:image/png;base64,AAAA" }],
  ["a digest that is none", { md5: "F853" }],
  ["a size below zero", { size: -1 }],
  ["a date beyond what a date can be", { addedAt: 1e17 }],
  ["a state of the link that there is not", { link: "<b>" }],
  ["a name that is no text", { name: { toString: "x" } }],
])("an entry with %s is left out and counted, and the others are read", async (_, part) => {
  const text = JSON.stringify({
    ...JSON.parse(historyFile([], NOW)),
    entries: [historyEntry(), { ...historyEntry(), ...part }, null],
  });
  expect(await readHistoryFile(new Blob([text]))).toEqual({ kind: "read", entries: [historyEntry()], broken: 2 });
});
