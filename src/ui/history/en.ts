import type { HistoryMessages } from "./messages.ts";

const plural = (one: string, many: string) => (count: number, text: string) => `${text} ${count === 1 ? one : many}`;
const links = plural("link", "links");
const entries = plural("entry", "entries");

/** English */
export const en: HistoryMessages = {
  title: "History",
  searchLabel: "Search the history",
  searchHint: "Search names, links or checksums",
  type: "Type",
  allTypes: "All types",
  host: "Domain",
  allHosts: "All domains",
  date: "Date",
  dates: { all: "Any time", today: "Today", week: "Last 7 days", month: "Last 30 days", custom: "Choose dates" },
  from: "From",
  to: "To",
  reversedDays: "The first day is after the last. Swap them.",
  all: (count, text) => entries(count, text),
  found: (found, total) => `${found} of ${total} found`,
  selected: (count) => `${count} selected`,
  selectAll: "Select all that are listed",
  actions: "History actions",
  copy: (count, text) => `Copy ${links(count, text)}`,
  remove: "Delete",
  clearSelection: "Clear selection",
  recheck: "Check links",
  rechecking: (done, all) => `Checking ${done} of ${all}`,
  stop: "Stop",
  rechecked: ({ asked, checked, dead }, number) => {
    const all = checked === 1 ? "it loads" : "all of them load";
    const found = dead === 0 ? all : `${checked === 1 ? "it" : number(dead)} did not load`;
    const rest = asked > checked ? ` You are offline: ${number(asked - checked)} not checked.` : "";
    return checked === 0
      ? `Nothing was checked.${rest}`
      : `${links(checked, number(checked))} checked, ${found}.${rest}`;
  },
  export: "Export",
  exportTitle: (count, text) => `Export ${entries(count, text)}`,
  exportHint: "In the order shown.",
  exportFormat: {
    json: { name: "JSON", hint: "A full backup that can be imported here; without thumbnails" },
    csv: { name: "CSV", hint: "For Excel and other spreadsheets" },
    markdown: { name: "Markdown", hint: "One image per line, ready to paste" },
  },
  import: "Import",
  importing: "Importing…",
  imported: ({ added, known, broken }, number) =>
    [
      added > 0 ? `${entries(added, number(added))} imported` : "Nothing new was imported",
      known > 0 ? `${number(known)} already here` : "",
      broken > 0 ? `${number(broken)} malformed and left out` : "",
    ]
      .filter((part) => part !== "")
      .join(", ")
      .concat("."),
  unreadable: {
    file: "The file could not be read. Make sure that it is still there, then choose it again.",
    "too-large": "The file is too large to be a history backup. Choose a JSON file that was exported here.",
    "not-json": "The file is not valid JSON. Choose a JSON file that was exported here.",
    foreign: "This JSON file is not a history that was exported here. Choose one that was.",
    newer: "The file was exported by a newer cosdrop. Reload the page or update cosdrop, then import it.",
  },
  removed: (count, text) => `${entries(count, text)} deleted`,
  removedSaid: (removed, key) => (key === undefined ? `${removed}, can be undone` : `${removed}, press ${key} to undo`),
  undo: "Undo",
  undone: "Restored",
  dismiss: "Dismiss",
  list: "History entries",
  select: (name) => `Select ${name}`,
  dead: "Link does not load",
  unconfirmed: "Link not confirmed yet",
  empty: {
    what: "No history yet",
    next: "Finished links are kept here automatically, in this browser only.",
  },
  toUploads: "Upload images",
  nothingFound: { what: "Nothing matches", next: "Try another word, or fewer filters." },
  clearFilters: "Clear filters",
  problem: {
    refused: {
      what: "This browser cannot keep a history now",
      next: "It may be a private window, or one that blocks site data. Uploading and copying still work; save your links before you leave.",
    },
    full: {
      what: "The browser's space for this page is used up, so the history was not saved",
      next: "Delete some of the history, or clear site data. Uploading and copying still work.",
    },
    failed: {
      what: "The history could not be read or written",
      next: "Reload the page and try again. What was uploaded is safe.",
    },
  },
};
