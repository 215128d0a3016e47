import type { Digests } from "./digest.ts";
import { extensionFor } from "./image-type.ts";

/** What an object key says of its object; `size` in bytes. */
export interface KeyClaim extends Digests {
  readonly size: number;
}

/**
 * The object key: `<prefix>/<md5>/<sha1>_<size in hex>.<extension>`. COS proves a body's MD5 and length and never its
 * SHA-1, so the key names all three: whoever lies about one writes to a key that nobody else's file can have.
 * @param type MIME type, where it is known.
 */
export function objectKey(prefix: string, { md5, sha1, size }: KeyClaim, type = ""): string {
  return `${prefix}/${md5}/${sha1}_${size.toString(16)}.${extensionFor(type)}`;
}

const CLAIM = /^(?:.*\/)?([0-9a-f]{32})\/([0-9a-f]{40})_(0|[1-9a-f][0-9a-f]{0,11})\.[a-z0-9]+$/s;

/** Reads a key of that shape, with any prefix or none; `undefined` for a key of any other. */
export function readKeyClaim(key: string): KeyClaim | undefined {
  const [, md5, sha1, size] = CLAIM.exec(key) ?? [];
  if (md5 === undefined || sha1 === undefined || size === undefined) return undefined;
  return { md5, sha1, size: Number.parseInt(size, 16) };
}
