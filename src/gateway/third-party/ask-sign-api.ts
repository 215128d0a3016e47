import type { ErrorCode } from "../../contract/errors.ts";
import { readSignAnswer, type SignData, type SignEnvelope, type SignRequest, signSearch } from "../../contract/sign.ts";
import type { Refusal } from "../http/refusals.ts";
import { AnswerTimeoutError, ask } from "../outgoing/ask.ts";
import { ANSWER_CAP, AnswerTooLongError, headerText, type UpstreamAnswer } from "../outgoing/exchange.ts";
import { reasonOf } from "../outgoing/reason-of.ts";
import { retryAfterOf } from "../outgoing/retry-after.ts";
import type { Upstream } from "../outgoing/upstream.ts";
import { plainText } from "../relay/store-answer.ts";
import { signBusy, signNonsense, signRefused, signTimeout, signUnreachable } from "./sign-refusals.ts";

/** How long the sign API may take for its whole answer, in ms. */
const SIGN_DEADLINE_MS = 10_000;

/** What the sign API granted, or why there is nothing; `why` is for the log. */
export type SignApiOutcome =
  | { readonly kind: "granted"; readonly data: SignData }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly why: string };

/** Asks somebody else's sign API. Never throws: every failure is an outcome. */
export async function askSignApi(
  upstream: Upstream,
  signApiUrl: string,
  request: SignRequest,
): Promise<SignApiOutcome> {
  const url = new URL(`${signApiUrl}?${signSearch(request)}`);
  const headers = {
    host: url.host,
    accept: "application/json",
    "accept-encoding": "identity",
    "user-agent": "cosdrop",
  };
  try {
    const question = { method: "GET", headers, deadlineMs: SIGN_DEADLINE_MS, cap: ANSWER_CAP } as const;
    return readOutcome(await ask(upstream, url, question), url);
  } catch (error) {
    const why = reasonOf(error);
    if (error instanceof AnswerTimeoutError) return { kind: "refused", refusal: signTimeout(), why };
    if (error instanceof AnswerTooLongError) return { kind: "refused", refusal: signNonsense(), why };
    return { kind: "refused", refusal: signUnreachable(), why };
  }
}

function readOutcome(answer: UpstreamAnswer, url: URL): SignApiOutcome {
  const json = parseJson(answer.body);
  const outcome = readSignAnswer(json);
  if (outcome.kind === "refused") return { kind: "refused", ...explainRefusal(outcome.envelope, answer) };
  const isSuccess = answer.status >= 200 && answer.status <= 299;
  if (outcome.kind === "granted" && isSuccess) return outcome;
  const problem = outcome.kind === "granted" ? "a grant under this status" : outcome.why;
  const why = `HTTP ${answer.status}: ${explainOtherThanJson(answer, url, json) ?? problem}`;
  // A proxy's error page: the API itself was not reached.
  return { kind: "refused", refusal: passing(answer) ?? signNonsense(), why };
}

/** Answers that have nothing to do with the contract; `undefined` for JSON that is only not what it should be. */
function explainOtherThanJson({ status, headers }: UpstreamAnswer, url: URL, json: unknown): string | undefined {
  const location = headerText(headers, "location");
  if (status >= 300 && status <= 399 && location !== undefined) {
    // The origin alone: the rest may carry a session, or a signature.
    return `redirects to ${URL.parse(location, url.href)?.origin ?? "somewhere unreadable"}`;
  }
  if (json !== undefined) return undefined;
  const encoding = headerText(headers, "content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") return `is compressed (${plainText(encoding)}) though identity was asked for`;
  const [type = ""] = headerText(headers, "content-type")?.split(";") ?? [];
  return `is not JSON (${plainText(type) || "no Content-Type"})`;
}

/** What passes by itself, by the status alone: the page asks again. `undefined` for what stays. */
function passing(answer: UpstreamAnswer): Refusal | undefined {
  const headers = retryAfterOf(answer);
  if (answer.status === 429) return signBusy(headers);
  if (answer.status === 504) return signTimeout(headers);
  return answer.status >= 500 ? signUnreachable(headers) : undefined;
}

/** A byte order mark before it is ignored, as RFC 8259, 8.1, allows. `undefined` for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

/**
 * Refusals that say something about the file or the hour, by the code of an API that follows the contract, or by its
 * HTTP status. The sign API may be another gateway of this kind, with one of its own behind it.
 */
const STATUS_OF: Readonly<Partial<Record<ErrorCode, number>>> = {
  too_large: 413,
  rate_limited: 429,
  daily_limit: 429,
  type_not_accepted: 400,
  sign_unreachable: 502,
  gateway_failed: 502,
  sign_timeout: 504,
};
const REASON_OF_CODE: Readonly<Record<number, ErrorCode>> = {
  413: "too_large",
  429: "rate_limited",
  502: "sign_unreachable",
  503: "sign_unreachable",
  504: "sign_timeout",
};

function explainRefusal(envelope: SignEnvelope, answer: UpstreamAnswer): { refusal: Refusal; why: string } {
  const wanted = envelope.reason ?? REASON_OF_CODE[envelope.code] ?? REASON_OF_CODE[answer.status];
  const status = wanted === undefined ? undefined : STATUS_OF[wanted];
  const reason = status === undefined || wanted === undefined ? "sign_refused" : wanted;
  const said = plainText(envelope.message) || `code ${envelope.code}`;
  const refusal = signRefused(status ?? 502, reason, said, retryAfterOf(answer));
  return { refusal, why: `code ${envelope.code}: ${said}` };
}
