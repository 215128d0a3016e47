import type { Bytes } from "./findings.ts";

/** A part of a block, in bytes from its start. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Changes one structure that is spread over several ranges of `bytes`, as if it stood in one piece.
 * @param change must keep the length.
 */
export function changeJoined(bytes: Bytes, ranges: readonly Range[], change: (joined: Bytes) => void): void {
  const joined = new Uint8Array(ranges.reduce((sum, { from, to }) => sum + to - from, 0));
  let at = 0;
  for (const { from, to } of ranges) {
    joined.set(bytes.subarray(from, to), at);
    at += to - from;
  }
  change(joined);
  at = 0;
  for (const { from, to } of ranges) {
    bytes.set(joined.subarray(at, at + to - from), from);
    at += to - from;
  }
}
