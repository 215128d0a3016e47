/* What of the journal is fetched apart, together: the first paint does not wait for it. */
export { createJournalBytes } from "./journal-bytes.ts";
export { createJournalDatabase } from "./journal-database.ts";
