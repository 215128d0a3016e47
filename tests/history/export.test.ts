import { describe, expect, test } from "vitest";
import { csvField, historyCsv } from "../../src/ui/history/csv.ts";
import { exportFile } from "../../src/ui/history/export-format.ts";
import { historyEntry } from "./entries.ts";

const NOW = new Date(2026, 0, 9);

/** What a strict reader of RFC 4180 makes of a line. */
function readCsvLine(line: string): string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map((match) => (match[1] ?? "").replaceAll('""', '"'));
}

describe("a CSV field", () => {
  test.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("https://evil.example")',
    "\t=1",
    "\r=1",
    "  =1",
    "＝1＋1",
    "\n@x",
  ])("that could run as a formula is made text: %j", (hostile) => {
    expect(csvField(hostile).startsWith(`"'`)).toBe(true);
  });

  test.each(["photo.png", "a-b.png", "3=4.png", "西湖.png", "100%.png"])(
    "that could not is left as it is: %j",
    (name) => {
      expect(csvField(name)).toBe(`"${name}"`);
    },
  );

  test("keeps quotes, commas and line ends inside itself", () => {
    const name = 'a "b", c\r\nd.png';
    const [line] = historyCsv([historyEntry({ name })])
      .split("\r\n")
      .slice(1, 2);
    expect(line).toBe('"a ""b"", c');
    expect(csvField(name)).toBe('"a ""b"", c\r\nd.png"');
  });
});

test("a CSV export has one line for each entry under its head, readable by Excel, with every fact", () => {
  const entry = historyEntry({ name: "西湖.png" });
  const text = historyCsv([entry, historyEntry()]);
  expect(text.startsWith("\ufeff")).toBe(true);
  const lines = text.slice(1).split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines.at(-1)).toBe("");
  expect(readCsvLine(lines[0] ?? "")).toEqual("name url host size width height type md5 sha1 date link".split(" "));
  expect(readCsvLine(lines[1] ?? "")).toEqual([
    "西湖.png",
    entry.url,
    "cdn.example.com",
    "51458",
    "1600",
    "1067",
    "image/png",
    entry.md5,
    entry.sha1,
    "2026-01-02T03:04:05.000Z",
    "confirmed",
  ]);
});

test("a Markdown export has one inert image a line, in the order given", async () => {
  const entries = [historyEntry({ name: "](javascript:alert(1))![x" }), historyEntry({ name: "two.png" })];
  const file = exportFile(entries, "markdown", NOW);
  const lines = (await file.text()).trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("\\](javascript:alert(1))!\\[x](https://cdn.example.com/p/photo.png)");
  expect(lines[1]).toBe("![two.png](https://cdn.example.com/p/photo.png)");
  expect(file.name).toBe("cosdrop-2026-01-09.md");
});
