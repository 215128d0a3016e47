import { ENCRYPTED_HEADER, md5OfEtag } from "../../contract/put-success.ts";
import { ask } from "../outgoing/ask.ts";
import { headerText } from "../outgoing/exchange.ts";
import { reasonOf } from "../outgoing/reason-of.ts";
import type { Upstream } from "../outgoing/upstream.ts";

/** How long a store may take to say what it has, in ms. */
const HEAD_DEADLINE_MS = 5_000;

/** An object as its digest and length name it; `size` in bytes. */
export interface ObjectIdentity {
  readonly md5: string;
  readonly size: number;
}

/** The object that a stored one is compared with. */
export interface Comparison extends ObjectIdentity {
  /** No other content can be under this key: then the length is enough where the ETag says nothing. */
  readonly keyNamesContent: boolean;
}

/** What a HEAD tells of an object: it is the one, it is not there, it is another one, or nobody may ask. */
export type HeadVerdict = "same" | "absent" | "other" | "unknown";

/**
 * Compares a stored object with the one wanted: COS's ETag of an object that was put whole is its MD5, unless COS
 * encrypts it with a key of its own (COS documentation, HEAD Object and PUT Object). One that was put in parts, as tools
 * copy large ones, has an ETag of another form.
 * @param headers signed, or empty where everybody may read.
 * @param onUnanswered hears why the store did not say whether there is an object.
 */
export async function compareObject(
  upstream: Upstream,
  url: URL,
  headers: Readonly<Record<string, string>>,
  wanted: Comparison,
  onUnanswered: (why: string) => void = () => undefined,
): Promise<HeadVerdict> {
  const question = { method: "HEAD", headers, deadlineMs: HEAD_DEADLINE_MS, cap: 0 } as const;
  const answer = await ask(upstream, url, question).catch((error: unknown) => {
    onUnanswered(reasonOf(error));
    return undefined;
  });
  if (answer === undefined) return "unknown";
  if (answer.status === 404) return "absent";
  if (answer.status !== 200) {
    onUnanswered(`HTTP ${answer.status}`);
    return "unknown";
  }
  if (headerText(answer.headers, "content-length") !== String(wanted.size)) return "other";
  const named = md5OfEtag(headerText(answer.headers, "etag"));
  if (answer.headers[ENCRYPTED_HEADER] !== undefined || named === undefined)
    return wanted.keyNamesContent ? "same" : "unknown";
  return named === wanted.md5 ? "same" : "other";
}
