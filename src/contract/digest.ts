import * as v from "valibot";

/** MD5 of the raw file: 32 lower-case hex digits (RFC 1321). */
export const Md5Hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/** SHA-1 of the raw file: 40 lower-case hex digits (FIPS 180-4). */
export const Sha1Hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));

/** Both digests of one file's raw bytes, in hex. */
export const Digests = v.object({ md5: Md5Hex, sha1: Sha1Hex });
export type Digests = v.InferOutput<typeof Digests>;

/**
 * The Content-MD5 header's form of an MD5: base64 of its 16 bytes (RFC 1864), not of its hex text.
 * @param md5 32 hex digits; anything else gives a meaningless result, so parse first.
 */
export function contentMd5(md5: string): string {
  const bytes = md5.match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((hex) => Number.parseInt(hex, 16))));
}
