import type { Removal } from "../contract/removal.ts";
import { changesOf } from "./cargo.ts";
import type { KnownContent, Prepared } from "./ports.ts";

/** Prepared bytes of an image. */
type Image = Prepared & { readonly type: string };

/** What is worth remembering of hashed bytes. */
export function knownContent(image: Image, digests: KnownContent["digests"]): KnownContent {
  return { digests, size: image.blob.size, type: image.type, ...changesOf(image) };
}

/**
 * Whether digests that were computed earlier are those of what would go up now. What was taken out has to be the same
 * too: metadata can be blanked in place, so that bytes with and without it have one size. Converted bytes are made anew
 * each time, perhaps by other settings or another browser, so they are never taken for those of before.
 */
export function isSameContent(known: KnownContent, { blob, type, removal, conversion }: Image): boolean {
  if (conversion?.kind === "converted") return false;
  return known.size === blob.size && known.type === type && isSameRemoval(known.removal, removal);
}

function isSameRemoval(a: Removal | undefined, b: Removal | undefined): boolean {
  if (!a || !b) return a === b;
  return a.note === b.note && a.removed.join() === b.removed.join();
}
