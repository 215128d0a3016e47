import { type HistoryEntry, type HistoryId, type HistoryRecheck, historyId } from "../contract/history.ts";
import { bothSides } from "../engine/finished.ts";
import type { Connectivity, LinkCheck, Verifier } from "../engine/ports.ts";

/** Links asked for at once. */
const CONCURRENT = 4;
/** Links between two writes. */
const BATCH = 40;

interface RecheckPorts {
  readonly verifier: Verifier;
  readonly connectivity: Pick<Connectivity, "online">;
  /** Keeps what was found out so far. */
  save(changes: ReadonlyMap<HistoryId, Partial<HistoryEntry>>): Promise<void>;
  onProgress(checked: number): void;
}

/**
 * Looks at every link again, a few at a time. While the network is away a link that does not load proves nothing, and
 * is left as it was. Rejects with the signal's reason, after what was found out by then has been saved, or with the error
 * of a write that failed; nothing is asked or told any more by then.
 */
export async function recheckLinks(
  signal: AbortSignal,
  entries: readonly HistoryEntry[],
  { verifier, connectivity, save, onProgress }: RecheckPorts,
): Promise<HistoryRecheck> {
  let [next, looked, checked, dead] = [0, 0, 0, 0];
  let changes = new Map<HistoryId, Partial<HistoryEntry>>();
  const stopping = new AbortController();
  const stop = () => stopping.abort(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });

  const flush = async () => {
    const batch = changes;
    changes = new Map();
    if (batch.size > 0) await save(batch);
  };

  const lookOnAndOn = async () => {
    for (let entry = entries[next++]; entry; entry = entries[next++]) {
      const found = await verifier.verify(stopping.signal, freshUrl(entry.url, Date.now()));
      // What a person's stop has cut in on was found all the same.
      if (!signal.aborted) stopping.signal.throwIfAborted();
      onProgress(++looked);
      if (!found.confirmed && !connectivity.online()) continue;
      checked += 1;
      if (!found.confirmed) dead += 1;
      changes.set(historyId(entry), changeOf(found));
      if (changes.size >= BATCH) await flush();
    }
  };

  try {
    await Promise.all(
      Array.from({ length: CONCURRENT }, () =>
        lookOnAndOn().catch((error: unknown) => {
          stopping.abort(error);
          throw error;
        }),
      ),
    );
  } finally {
    signal.removeEventListener("abort", stop);
    await flush();
  }
  return { checked, dead };
}

function changeOf({ confirmed, ...check }: LinkCheck): Partial<HistoryEntry> {
  const checkedAt = Date.now();
  return confirmed ? { link: "confirmed", checkedAt, ...bothSides(check) } : { link: "dead", checkedAt };
}

/** The browser still holds pictures that the store has lost: a query that it has not seen makes it ask. */
export function freshUrl(link: string, now: number): string {
  const url = new URL(link);
  // As text: to parse a query and write it anew changes how it is encoded, and a CDN may have signed it, or read it so.
  url.search = `${url.search === "" ? "?" : `${url.search}&`}recheck=${now.toString(36)}`;
  return url.href;
}
