import type { HistoryImport, HistoryProblem, HistoryRecheck } from "../../contract/history.ts";
import type { ErrorText } from "../i18n/messages.ts";
import type { ExportFormat } from "./export-format.ts";
import type { UnreadableReason } from "./history-file.ts";
import type { DateRange } from "./query.ts";

/** What an import did, and how many of the file's entries made no sense. */
export interface ImportCounts extends HistoryImport {
  readonly broken: number;
}

/** What a look at links showed, and how many were to be looked at. */
export interface RecheckCounts extends HistoryRecheck {
  readonly asked: number;
}

/** Texts of the history, which come with its code. Counts are given twice: to choose the word, and as written. */
export interface HistoryMessages {
  readonly title: string;
  readonly searchLabel: string;
  readonly searchHint: string;
  readonly type: string;
  readonly allTypes: string;
  readonly host: string;
  readonly allHosts: string;
  readonly date: string;
  readonly dates: Readonly<Record<DateRange, string>>;
  readonly from: string;
  readonly to: string;
  readonly reversedDays: string;
  readonly all: (count: number, text: string) => string;
  readonly found: (found: string, total: string) => string;
  readonly selected: (count: string) => string;
  readonly selectAll: string;
  readonly actions: string;
  readonly copy: (count: number, text: string) => string;
  readonly remove: string;
  readonly clearSelection: string;
  readonly recheck: string;
  readonly rechecking: (done: string, all: string) => string;
  readonly stop: string;
  readonly rechecked: (counts: RecheckCounts, number: (value: number) => string) => string;
  readonly export: string;
  readonly exportTitle: (count: number, text: string) => string;
  readonly exportHint: string;
  readonly exportFormat: Readonly<Record<ExportFormat, { readonly name: string; readonly hint: string }>>;
  readonly import: string;
  readonly importing: string;
  readonly imported: (counts: ImportCounts, number: (value: number) => string) => string;
  readonly unreadable: Readonly<Record<UnreadableReason, string>>;
  readonly removed: (count: number, text: string) => string;
  /** Said to a screen reader: what was removed, and which keys take it back. */
  readonly removedSaid: (removed: string, key: string | undefined) => string;
  readonly undo: string;
  readonly undone: string;
  readonly dismiss: string;
  readonly list: string;
  readonly select: (name: string) => string;
  readonly dead: string;
  readonly unconfirmed: string;
  readonly empty: ErrorText;
  readonly toUploads: string;
  readonly nothingFound: ErrorText;
  readonly clearFilters: string;
  readonly problem: Readonly<Record<HistoryProblem, ErrorText>>;
}
