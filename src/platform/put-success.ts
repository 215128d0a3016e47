import { contentMd5 } from "../contract/digest.ts";
import type { ErrorCode } from "../contract/errors.ts";
import type { SignData } from "../contract/sign.ts";
import { headerOf } from "./stored-object.ts";

/** What an answer of 200 to a PUT says for itself. */
export interface PutSuccess {
  /** Undefined where the page may not read it. */
  readonly etag: string | undefined;
  /** COS encrypts the object, so its ETag is no MD5 (COS documentation, PUT Object). */
  readonly encrypted: boolean;
  readonly body: string;
}

/**
 * Why an answer of 200 is not believed; undefined when it is. A store names the MD5 of what it took and says no more: an
 * MD5 of other bytes is a mismatch, and a text without an ETag is a proxy's or a portal's, which may be gone next time.
 */
export function doubtSuccess(grant: SignData, { etag, encrypted, body }: PutSuccess): ErrorCode | undefined {
  if (etag === undefined) return body.trim() === "" ? undefined : "store_failed";
  const [, named] = /^"?([0-9a-f]{32})"?$/i.exec(etag) ?? [];
  const sent = headerOf(grant, "content-md5");
  if (encrypted || named === undefined || sent === undefined) return undefined;
  return contentMd5(named) === sent ? undefined : "digest_mismatch";
}
