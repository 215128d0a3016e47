import { contentMd5 } from "../contract/digest.ts";
import { readKeyClaim } from "../contract/object-key.ts";
import { ENCRYPTED_HEADER, md5OfEtag } from "../contract/put-success.ts";
import type { SignData } from "../contract/sign.ts";

/**
 * Whether the object in the way of a PUT is the one that was to be sent: same MD5, same length. The key decides where
 * the object cannot tell, because nobody may ask, or its ETag is hidden, or no MD5, as that of an object that COS has
 * encrypted or that was put in parts (COS documentation, PUT Object): a key that names both digests and the length cannot
 * hold anything else.
 * @param size of what was to be sent, in bytes.
 */
export async function isSameObject(signal: AbortSignal, grant: SignData, size: number): Promise<boolean> {
  const answer = await fetch(grant.url, { method: "HEAD", credentials: "omit", redirect: "error", signal }).catch(
    () => undefined,
  );
  signal.throwIfAborted();
  if (answer === undefined || answer.status === 401 || answer.status === 403) return isNamedByKey(grant, size);
  if (!answer.ok || answer.headers.get("content-length") !== String(size)) return false;
  const md5 = md5OfEtag(answer.headers.get("etag") ?? undefined);
  if (md5 === undefined || answer.headers.has(ENCRYPTED_HEADER)) return isNamedByKey(grant, size);
  return contentMd5(md5) === headerOf(grant, "content-md5");
}

function isNamedByKey(grant: SignData, size: number): boolean {
  const claim = readKeyClaim(new URL(grant.url).pathname.slice(1));
  return claim?.size === size && contentMd5(claim.md5) === headerOf(grant, "content-md5");
}

/** A header of a grant, whatever its case; `name` in lower case. */
export function headerOf(grant: SignData, name: string): string | undefined {
  return Object.entries(grant.header).find(([key]) => key.toLowerCase() === name)?.[1];
}
