import { type HistoryEntry, linkHost } from "../../contract/history.ts";

/** Without it Excel reads UTF-8 as the system's old code page, and Chinese names come out garbled. */
const BYTE_ORDER_MARK = "\ufeff";

/** What a spreadsheet may take for a formula (OWASP, CSV Injection), also in full width and after blanks. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

const COLUMNS: readonly (readonly [name: string, read: (entry: HistoryEntry) => string])[] = [
  ["name", ({ name }) => name],
  ["url", ({ url }) => url],
  ["host", ({ url }) => linkHost(url)],
  ["size", ({ size }) => String(size)],
  ["width", ({ width }) => String(width ?? "")],
  ["height", ({ height }) => String(height ?? "")],
  ["type", ({ type }) => type],
  ["md5", ({ md5 }) => md5],
  ["sha1", ({ sha1 }) => sha1],
  ["date", ({ addedAt }) => new Date(addedAt).toISOString()],
  ["link", ({ link }) => link],
];

/** RFC 4180: every field quoted, lines end in CRLF. A field that could run as a formula is given a leading quote mark. */
export function historyCsv(entries: readonly HistoryEntry[]): string {
  const rows = [COLUMNS.map(([name]) => name), ...entries.map((entry) => COLUMNS.map(([, read]) => read(entry)))];
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
}

/** One field, quoted; nothing in it runs in a spreadsheet. */
export function csvField(text: string): string {
  const inert = FORMULA.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}
