import parseRange from "range-parser";

/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * What a Range header asks of an object of `size` bytes: one range, everything (no header, several ranges, another
 * unit, or nonsense, which RFC 9110 lets a server ignore), or something that is not there.
 */
export function readRange(header: string | undefined, size: number): ByteRange | "everything" | "unsatisfiable" {
  if (header === undefined || !/^bytes=/i.test(header)) return "everything";
  const ranges = parseRange(size, shortenSuffix(header, size));
  if (ranges === -1) return "unsatisfiable";
  const [range] = ranges === -2 || ranges.length !== 1 ? [] : ranges;
  return range ?? "everything";
}

/** `-n` with n beyond the size means all of it (RFC 9110, section 14.1.2); range-parser calls it unsatisfiable. */
function shortenSuffix(header: string, size: number): string {
  const [, suffix] = /^bytes=\s*-(\d+)\s*$/i.exec(header) ?? [];
  return suffix !== undefined && size > 0 && Number(suffix) > size ? `bytes=-${size}` : header;
}
