import { CosError } from "../cos/errors.ts";
import { MAX_KEY_BYTES } from "../cos/object-url.ts";

/**
 * The object key in a decoded path.
 * @throws CosError MethodNotAllowed for the bucket itself, KeyTooLong for more than `MAX_KEY_BYTES` bytes of UTF-8.
 */
export function keyOfPath(path: string): string {
  const key = path.slice(1);
  if (key === "") throw new CosError("MethodNotAllowed", "The store has objects' operations only: name an object.");
  if (Buffer.byteLength(key) > MAX_KEY_BYTES)
    throw new CosError("KeyTooLong", `An object key has at most ${MAX_KEY_BYTES} bytes.`);
  return key;
}
