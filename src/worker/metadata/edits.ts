import { type Bytes, MalformedError } from "./findings.ts";

/** Puts `bytes` in the place of `[from, to)` of the original file. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly bytes: Bytes;
}

export const NO_BYTES: Bytes = new Uint8Array();

/** Unchanged bytes between two changes that are worth a piece of their own. */
const LEAST_GAP_BYTES = 64;

/**
 * The blob with its edits made: slices of the original, which stay on disk, and small new pieces between them. With no
 * edits it is the very same blob.
 * @throws MalformedError when two edits overlap, which only structures that overlap in the file can cause.
 */
export function applyEdits(blob: Blob, edits: readonly Edit[]): Blob {
  if (edits.length === 0) return blob;
  const parts: BlobPart[] = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.from - b.from)) {
    if (edit.from < at) throw new MalformedError(`two structures share byte ${edit.from}`);
    parts.push(blob.slice(at, edit.from), edit.bytes);
    at = edit.to;
  }
  parts.push(blob.slice(at));
  return new Blob(parts, { type: blob.type });
}

/** The edits that turn `original`, which stands at `base` in the file, into `changed`, of the same length. */
export function editsBetween(original: Bytes, changed: Bytes, base: number): Edit[] {
  const edits: Edit[] = [];
  for (let at = nextDifference(original, changed, 0); at < original.length; ) {
    let end = at + 1;
    let next = nextDifference(original, changed, end);
    while (next < original.length && next - end < LEAST_GAP_BYTES) {
      end = next + 1;
      next = nextDifference(original, changed, end);
    }
    edits.push({ from: base + at, to: base + end, bytes: changed.slice(at, end) });
    at = next;
  }
  return edits;
}

function nextDifference(a: Bytes, b: Bytes, from: number): number {
  let at = from;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}
