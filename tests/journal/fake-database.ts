import { vi } from "vitest";
import type { JournalDatabase, PlacedRow } from "../../src/platform/journal-database.ts";

/** The journal's tables in memory, with failures to order. A failed write changes nothing, as a transaction does. */
export class FakeDatabase implements JournalDatabase {
  readonly rows = new Map<string, PlacedRow>();
  readonly bytes = new Map<string, Blob>();
  puts = 0;
  writes = 0;
  /** Why a file's bytes are not taken. */
  refuse: (id: string) => Error | undefined = () => undefined;
  /** Which writes of rows fail, from 1. */
  failingWrites: readonly number[] = [];

  async write(_session: string, rows: readonly PlacedRow[], gone: readonly string[]): Promise<void> {
    this.writes += 1;
    if (this.failingWrites.includes(this.writes)) throw new DOMException("no", "UnknownError");
    for (const row of rows) this.rows.set(row.id, row);
    for (const id of gone) this.rows.delete(id);
  }

  async putBytes(files: readonly (readonly [string, Blob])[]): Promise<void> {
    this.puts += 1;
    for (const [id] of files) {
      const error = this.refuse(id);
      if (error) throw error;
    }
    for (const [id, blob] of files) this.bytes.set(id, blob);
  }

  sessions = () => Promise.resolve([]);
  adopt = () => Promise.resolve([]);
}

/** Lets a faked time pass, and everything that follows from it happen. */
export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await vi.advanceTimersByTimeAsync(0);
}
