import type { RemovalNote, RemovedItem } from "../../contract/removal.ts";

/** Bytes that are our own to change and that a Blob can be made of. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** What to take out: the position alone, or everything that a decoder has no need of. */
export type MetadataMode = "location" | "all";

/** What a pass over a file came upon. */
export class Findings {
  readonly removed = new Set<RemovedItem>();
  note: RemovalNote | undefined;

  merge(other: Findings): void {
    for (const item of other.removed) this.removed.add(item);
    this.note ??= other.note;
  }
}

/** A structure that cannot be read as its format says. Never leaves this folder: it becomes the note `malformed`. */
export class MalformedError extends Error {
  override readonly name = "MalformedError";
}

/**
 * Changes one metadata block, or leaves it as it was when it turns out to be broken, which is then noted.
 * @param scrub changes the bytes in place; what it adds to the findings counts only if it ends well.
 */
export function attempt(bytes: Bytes, findings: Findings, scrub: (copy: Bytes, findings: Findings) => void): void {
  const copy = bytes.slice();
  const found = new Findings();
  try {
    scrub(copy, found);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    findings.note ??= "malformed";
    return;
  }
  bytes.set(copy);
  findings.merge(found);
}
