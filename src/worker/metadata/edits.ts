import { heldBytes, holdAs } from "../read-blob.ts";
import { join } from "./bytes.ts";
import { type Bytes, MalformedError } from "./findings.ts";

/** Puts `bytes` in the place of `[from, to)` of the original file. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly bytes: Bytes;
}

/** For what is taken out and not replaced. */
export const NO_BYTES: Bytes = new Uint8Array();

/** Unchanged bytes between two changes that are worth a piece of their own. */
const LEAST_GAP_BYTES = 64;

/**
 * The blob with its edits made: slices of the original, which stay on disk, and small new pieces between them. With no
 * edits it is the very same blob. Where the original's bytes are held, so are the result's.
 * @throws MalformedError when two edits overlap, which only structures that overlap in the file can cause.
 */
export function applyEdits(blob: Blob, edits: readonly Edit[]): Blob {
  if (edits.length === 0) return blob;
  const pieces = piecesOf(blob.size, edits);
  const parts = pieces.map((piece) => (isKept(piece) ? blob.slice(piece.from, piece.to) : piece));
  const changed = new Blob(parts, { type: blob.type });
  const bytes = heldBytes(blob);
  if (bytes) {
    const all = pieces.map((piece) => (isKept(piece) ? bytes.subarray(piece.from, piece.to) : piece));
    holdAs(changed, join(all));
  }
  return changed;
}

/** A part of the original that stays, or new bytes. */
type Piece = Pick<Edit, "from" | "to"> | Bytes;

const isKept = (piece: Piece): piece is Pick<Edit, "from" | "to"> => "from" in piece;

function piecesOf(size: number, edits: readonly Edit[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to, bytes } of edits.toSorted((a, b) => a.from - b.from)) {
    if (from < at) throw new MalformedError(`two structures share byte ${from}`);
    pieces.push({ from: at, to: from }, bytes);
    at = to;
  }
  return [...pieces, { from: at, to: size }];
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
