const formatters = new Map<string, Intl.DateTimeFormat>();

/** A moment (ms since the epoch) as local date and time. Making a formatter costs more than a row, so each is made once. */
export function formatDate(time: number, language: string): string {
  let formatter = formatters.get(language);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
    formatters.set(language, formatter);
  }
  return formatter.format(time);
}
