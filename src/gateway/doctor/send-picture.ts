import { codeOfRefusal } from "../../contract/cos-error-codes.ts";
import { contentMd5 } from "../../contract/digest.ts";
import { doubtSuccess, ENCRYPTED_HEADER } from "../../contract/put-success.ts";
import { ask } from "../outgoing/ask.ts";
import { ANSWER_CAP, AnswerTooLongError, headerText, type UpstreamAnswer } from "../outgoing/exchange.ts";
import { reasonOf } from "../outgoing/reason-of.ts";
import type { Upstream } from "../outgoing/upstream.ts";
import { plainText, readCosError } from "../relay/store-answer.ts";
import { TEST_PICTURE, TEST_PICTURE_REQUEST } from "./test-picture.ts";

/** How long the doctor waits for one answer, in ms: as long as the gateway does for a sign API. */
export const PATIENCE_MS = 10_000;

/** What a store made of the test picture. */
export type PutOutcome =
  /** Stored, or there already. */
  | { readonly kind: "stored" | "there" }
  /** An error of COS's; `said` has its code and its own words. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string; readonly said: string }
  /** Not what a store says; `what` completes "the store …". */
  | { readonly kind: "strange"; readonly what: string }
  | { readonly kind: "unreachable"; readonly why: string };

/** An outcome, with what else the store's answer tells. */
export interface PutReport {
  readonly outcome: PutOutcome;
  /** The answer's status; undefined where there was none. */
  readonly status?: number;
  /** The answer's header Date, for the clock. */
  readonly date?: string | undefined;
}

/** PUTs the test picture with signed headers. Never throws. */
export async function sendPicture(
  upstream: Upstream,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<PutReport> {
  const question = { method: "PUT", headers, body: TEST_PICTURE, deadlineMs: PATIENCE_MS, cap: ANSWER_CAP } as const;
  try {
    const answer = await ask(upstream, url, question);
    return { outcome: readOutcome(answer, url), status: answer.status, date: headerText(answer.headers, "date") };
  } catch (error) {
    if (error instanceof AnswerTooLongError)
      return { outcome: { kind: "strange", what: "answers too long to be an object store" } };
    return { outcome: { kind: "unreachable", why: reasonOf(error) } };
  }
}

function readOutcome(answer: UpstreamAnswer, url: URL): PutOutcome {
  const { status, headers, body } = answer;
  if (status === 200) return readSuccess(answer);
  const location = headerText(headers, "location");
  if (status >= 300 && status <= 399 && location !== undefined) {
    // The origin alone: the rest may carry a session, or a signature.
    const origin = URL.parse(location, url.href)?.origin ?? "somewhere unreadable";
    return { kind: "strange", what: `redirects to ${origin} (HTTP ${status})` };
  }
  const error = readCosError(body);
  if (codeOfRefusal(error, status) === "already_exists") return { kind: "there" };
  if (error === undefined) return { kind: "strange", what: `answers with HTTP ${status}, and no error of COS's` };
  return { kind: "refused", ...error, said: plainText(`${error.code}: ${error.message}`).replace(/[:.]$/, "") };
}

/** The relay believes a success as little, and the page too. */
function readSuccess({ headers, body }: UpstreamAnswer): PutOutcome {
  const etag = headerText(headers, "etag");
  const encrypted = headers[ENCRYPTED_HEADER] !== undefined;
  const doubt = doubtSuccess(contentMd5(TEST_PICTURE_REQUEST.md5), { etag, encrypted, body });
  if (doubt === undefined) return { kind: "stored" };
  const what =
    doubt === "digest_mismatch"
      ? "says that it took other bytes than were sent"
      : "answers with a text that is no object store's";
  return { kind: "strange", what };
}

/** Advice to add to that of a place that cannot be reached; empty where there is none. @param why as it failed. */
export function adviseOnCertificate(why: string): string {
  return /self[- ]signed|unable to (?:verify|get)/i.test(why)
    ? " A certificate of your own authority's counts once NODE_EXTRA_CA_CERTS names the authority's file, in the environment: Node does not look for it in .env."
    : "";
}
