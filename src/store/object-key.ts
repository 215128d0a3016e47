import { CosError } from "../cos/errors.ts";
import { MAX_KEY_BYTES } from "../cos/object-url.ts";

/** What a key of our own shape says of its object. */
export interface KeyClaim {
  /** 32 lower-case hex digits. */
  readonly md5: string;
  /** 40 lower-case hex digits. */
  readonly sha1: string;
  /** Bytes. */
  readonly size: number;
}

const CLAIM = /^(?:.*\/)?([0-9a-f]{32})\/([0-9a-f]{40})_(0|[1-9a-f][0-9a-f]{0,11})\.[a-z0-9]+$/s;

/**
 * Reads `<prefix>/<md5>/<sha1>_<size in hex>.<ext>`; `undefined` for a key of any other shape. COS itself checks only
 * the MD5: the store holds a key to all that it says, so that nobody can put other bytes under a digest.
 */
export function readKeyClaim(key: string): KeyClaim | undefined {
  const [, md5, sha1, size] = CLAIM.exec(key) ?? [];
  if (md5 === undefined || sha1 === undefined || size === undefined) return undefined;
  return { md5, sha1, size: Number.parseInt(size, 16) };
}

/**
 * The object key in a decoded path.
 * @throws CosError InvalidURI for none, KeyTooLong for more than `MAX_KEY_BYTES` bytes of UTF-8.
 */
export function keyOfPath(path: string): string {
  const key = path.slice(1);
  if (key === "") throw new CosError("InvalidURI", "The path names no object.");
  if (Buffer.byteLength(key) > MAX_KEY_BYTES)
    throw new CosError("KeyTooLong", `An object key has at most ${MAX_KEY_BYTES} bytes.`);
  return key;
}
