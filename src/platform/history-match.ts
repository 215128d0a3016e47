import { type HistoryEntry, type HistoryQuery, linkHost } from "../contract/history.ts";

/** An entry with what a search compares, made once. */
export interface HistoryRow {
  readonly entry: HistoryEntry;
  readonly host: string;
  /** Everything that text is looked for in, folded. */
  readonly haystack: string;
}

/** Prepares an entry for many searches. */
export function historyRow(entry: HistoryEntry): HistoryRow {
  const { name, url, md5, sha1 } = entry;
  return { entry, host: linkHost(url), haystack: fold([name, url, md5, sha1].join("\n")) };
}

/** Whether a row is what the query looks for. The query's words are prepared once, for thousands of rows. */
export function createMatcher({ text, type, host, from, until }: HistoryQuery): (row: HistoryRow) => boolean {
  const words = fold(text)
    .split(/\s+/)
    .filter((word) => word !== "");
  return ({ entry, host: rowHost, haystack }) =>
    (type === undefined || entry.type === type) &&
    (host === undefined || rowHost === host) &&
    (from === undefined || entry.addedAt >= from) &&
    (until === undefined || entry.addedAt < until) &&
    words.every((word) => haystack.includes(word));
}

/** Letters of either case and width, and accents written in either way (macOS takes names apart), become the same. */
function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
