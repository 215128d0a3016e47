import type { FilePolicy } from "../contract/policy.ts";
import type { Candidate, IntakeSum } from "../engine/ports.ts";
import { type OnCandidates, readTransfer } from "./intake.ts";

/** How many addresses of one text are fetched: each is a request to a site that may be slow, and a picture in memory. */
export const MAX_ADDRESSES = 20;

/** What came of a list of addresses. */
export interface AddressSum extends IntakeSum {
  /** Addresses beyond the limit. */
  readonly leftOut: number;
  readonly limit: number;
}

/**
 * Fetches the pictures at these addresses, all at once, and hands them on in their order.
 * @param signal as in `readTransfer`.
 */
export async function readAddresses(
  addresses: readonly string[],
  onCandidates: OnCandidates,
  rules: () => Promise<FilePolicy>,
  signal: AbortSignal,
): Promise<AddressSum> {
  const readings = addresses.slice(0, MAX_ADDRESSES).map((address) => {
    const read: Candidate[] = [];
    const alone = { items: [], getData: (type: string) => (type === "text/plain" ? address : "") };
    return { read, sum: readTransfer(alone, (batch) => read.push(...batch), rules, signal).sum };
  });
  let [files, unreadable] = [0, 0];
  for (const { read, sum } of readings) {
    const one = await sum;
    files += one.files;
    unreadable += one.unreadable;
    onCandidates(read);
  }
  const leftOut = addresses.length - readings.length;
  return { files, unreadable, skipped: 0, stopped: signal.aborted, leftOut, limit: MAX_ADDRESSES };
}
