import type { HistoryQuery } from "../../contract/history.ts";

/** The ranges offered; `custom` is between two days that the person chooses. */
export const DATE_RANGES = ["all", "today", "week", "month", "custom"] as const;
/** A range of days. */
export type DateRange = (typeof DATE_RANGES)[number];

/** The search as its fields have it. */
export interface QueryFields {
  readonly text: string;
  /** Empty: all. */
  readonly type: string;
  readonly host: string;
  readonly range: DateRange;
  /** Local days as `YYYY-MM-DD`, both included; empty where not chosen. */
  readonly from: string;
  readonly to: string;
}

/** Nothing is looked for: everything is found. */
export const NO_QUERY: QueryFields = { text: "", type: "", host: "", range: "all", from: "", to: "" };

/** How many days each range holds, with today as the last. */
const DAYS = { today: 1, week: 7, month: 30 } as const;

/** Whether anything is narrowed at all. */
export function isNarrowed({ text, type, host, range }: QueryFields): boolean {
  return text.trim() !== "" || type !== "" || host !== "" || range !== "all";
}

/** Whether the days chosen end before they begin, so that nothing can be between them. */
export function isReversed({ range, from, to }: QueryFields): boolean {
  const [first, last] = [midnight(from, 0), midnight(to, 0)];
  return range === "custom" && first !== undefined && last !== undefined && first > last;
}

/** The fields as a query; days are the person's own, so they begin at local midnight. */
export function readQuery(fields: QueryFields, now: Date): HistoryQuery {
  const { text, type, host } = fields;
  return { text: text.trim(), type: type || undefined, host: host || undefined, ...readRange(fields, now) };
}

function readRange({ range, from, to }: QueryFields, now: Date): Pick<HistoryQuery, "from" | "until"> {
  if (range === "all") return {};
  if (range === "custom") return { from: midnight(from, 0), until: midnight(to, 1) };
  return { from: new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS[range] + 1).getTime() };
}

/** The beginning of a day, or of one some days after it; undefined where none was chosen. */
function midnight(day: string, daysAfter: number): number | undefined {
  const [, year, month, date] = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined || month === undefined || date === undefined) return undefined;
  return new Date(Number(year), Number(month) - 1, Number(date) + daysAfter).getTime();
}
