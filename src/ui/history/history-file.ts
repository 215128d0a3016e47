import * as v from "valibot";
import { HistoryEntry } from "../../contract/history.ts";

/** Written into every export, so that a file tells what it is. */
const HISTORY_FORMAT = "cosdrop-history";
const HISTORY_VERSION = 1;

/** More than a hundred thousand entries' worth, in bytes; a larger file would only hold the page. */
const MAX_HISTORY_FILE = 100 * 1024 ** 2;

/** Entries looked at before the page may breathe. */
const ENTRIES_PER_SLICE = 200;

const HistoryFile = v.object({
  format: v.literal(HISTORY_FORMAT),
  version: v.number(),
  entries: v.array(v.unknown()),
});

/** Why a file cannot be imported. */
export type UnreadableReason = "file" | "too-large" | "not-json" | "foreign" | "newer";

/** What came of reading a file. */
export type HistoryReading =
  /** `broken`: how many entries make no sense, and were left out. */
  | { readonly kind: "read"; readonly entries: readonly HistoryEntry[]; readonly broken: number }
  | { readonly kind: "unreadable"; readonly reason: UnreadableReason };

/** The export that can be imported again. */
export function historyFile(entries: readonly HistoryEntry[], exportedAt: Date): string {
  const head = { format: HISTORY_FORMAT, version: HISTORY_VERSION, exportedAt: exportedAt.toISOString() };
  return JSON.stringify({ ...head, entries }, undefined, 2);
}

/** Reads an export of ours; everything in it is held to the schema. Never rejects. */
export async function readHistoryFile(file: Blob): Promise<HistoryReading> {
  if (file.size > MAX_HISTORY_FILE) return unreadable("too-large");
  let text: string;
  try {
    text = await file.text();
  } catch {
    return unreadable("file");
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unreadable("not-json");
  }
  const parsed = v.safeParse(HistoryFile, json);
  if (!parsed.success) return unreadable("foreign");
  if (parsed.output.version > HISTORY_VERSION) return unreadable("newer");
  return readEntries(parsed.output.entries);
}

async function readEntries(values: readonly unknown[]): Promise<HistoryReading> {
  const entries: HistoryEntry[] = [];
  for (let at = 0; at < values.length; at += ENTRIES_PER_SLICE) {
    for (const value of values.slice(at, at + ENTRIES_PER_SLICE)) {
      const entry = v.safeParse(HistoryEntry, value);
      if (entry.success) entries.push(entry.output);
    }
    await new Promise((resume) => setTimeout(resume));
  }
  return { kind: "read", entries, broken: values.length - entries.length };
}

function unreadable(reason: UnreadableReason): HistoryReading {
  return { kind: "unreadable", reason };
}
