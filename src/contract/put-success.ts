import { contentMd5 } from "./digest.ts";
import type { ErrorCode } from "./errors.ts";

/** On an answer of COS where it has encrypted the object, so that its ETag is no MD5 (COS documentation, PUT Object). */
export const ENCRYPTED_HEADER = "x-cos-server-side-encryption";

/** The MD5 that an ETag is, in lower-case hex; undefined where it has another form and says nothing of one. */
export function md5OfEtag(etag = ""): string | undefined {
  return /^"?([0-9a-f]{32})"?$/i.exec(etag)?.[1]?.toLowerCase();
}

/** What an answer of 200 to a PUT says for itself. */
export interface PutSuccess {
  /** Undefined where there is none, or nobody may read it. */
  readonly etag: string | undefined;
  /** Whether it has the `ENCRYPTED_HEADER`. */
  readonly encrypted: boolean;
  readonly body: string;
}

/**
 * Why an answer of 200 is not believed; undefined when it is. A store names the MD5 of what it took and says no more: an
 * MD5 of other bytes is a mismatch, and a text without an ETag is a proxy's or a portal's, which may be gone next time.
 * @param sent Content-MD5 of what was sent; undefined where there is none to compare with.
 */
export function doubtSuccess(sent: string | undefined, { etag, encrypted, body }: PutSuccess): ErrorCode | undefined {
  if (etag === undefined) return body.trim() === "" ? undefined : "store_failed";
  const named = md5OfEtag(etag);
  if (encrypted || named === undefined || sent === undefined) return undefined;
  return contentMd5(named) === sent ? undefined : "digest_mismatch";
}
