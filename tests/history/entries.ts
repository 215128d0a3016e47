import type { HistoryEntry } from "../../src/contract/history.ts";

/** A finished link; a test says what matters to it. */
export function historyEntry(part: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    name: "photo.png",
    url: "https://cdn.example.com/p/photo.png",
    size: 51_458,
    type: "image/png",
    md5: "f853b39f8d7c2e617dbde77dca66d413",
    sha1: "4fbfbc28bbc4a67850fa90823fcea389fcfcd48d",
    width: 1600,
    height: 1067,
    addedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    link: "confirmed",
    ...part,
  };
}
