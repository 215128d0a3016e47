import type { HistoryFound } from "../../contract/history.ts";
import type { Formats } from "../i18n/formats.ts";
import type { HistoryMessages } from "./messages.ts";

/** How many entries are listed, and of how many. */
export function listedText({ entries, total }: HistoryFound, m: HistoryMessages, { number }: Formats): string {
  return entries.length === total ? m.all(total, number(total)) : m.found(number(entries.length), number(total));
}
