import type { HistoryEntry } from "../../contract/history.ts";
import { formatLinks } from "../../links/format-link.ts";
import { historyCsv } from "./csv.ts";
import { historyFile } from "./history-file.ts";

/** In the order offered. */
export const EXPORT_FORMATS = ["json", "csv", "markdown"] as const;
/** A form in which the history is taken along. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const FILES: Readonly<Record<ExportFormat, { readonly extension: string; readonly type: string }>> = {
  json: { extension: "json", type: "application/json" },
  csv: { extension: "csv", type: "text/csv;charset=utf-8" },
  markdown: { extension: "md", type: "text/markdown;charset=utf-8" },
};

/** Entries as a file, in the order given. Its name holds the local day. */
export function exportFile(entries: readonly HistoryEntry[], format: ExportFormat, now: Date): File {
  const { extension, type } = FILES[format];
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
  return new File([write(entries, format, now)], `cosdrop-${day.join("-")}.${extension}`, { type });
}

function write(entries: readonly HistoryEntry[], format: ExportFormat, now: Date): string {
  switch (format) {
    case "json":
      return historyFile(entries, now);
    case "csv":
      return historyCsv(entries);
    case "markdown":
      return `${formatLinks(entries, "markdown")}\n`;
  }
}
