import { extensionFor } from "../../contract/image-type.ts";
import type { SignRequest } from "../../contract/sign.ts";

/**
 * The object key: `<prefix>/<md5>/<sha1>_<size in hex>.<extension>`. COS proves a body's MD5 and length and never its
 * SHA-1, so the key names all three: whoever lies about one writes to a key that nobody else's file can have.
 */
export function objectKey(prefix: string, { md5, sha1, size, type }: SignRequest): string {
  return `${prefix}/${md5}/${sha1}_${size.toString(16)}.${extensionFor(type ?? "")}`;
}
