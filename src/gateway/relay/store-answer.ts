import { XMLParser } from "fast-xml-parser";
import * as v from "valibot";
import { readCosCode } from "../../contract/cos-error-codes.ts";
import type { ErrorCode } from "../../contract/errors.ts";
import type { Refusal } from "../http/refusals.ts";
import { redact } from "../log/redact.ts";
import { headerText, type UpstreamAnswer } from "../outgoing/exchange.ts";
import { storeRefused } from "./relay-refusals.ts";

/** The most bytes of a store's answer that are read. */
export const STORE_ANSWER_CAP = 64 * 1024;

const LONGEST_MESSAGE = 300;

/** Headers of a store's answer that a page may use, in either case. */
const KEPT_HEADERS = ["etag", "x-cos-request-id", "x-cos-hash-crc64ecma"];

const CosErrorDocument = v.object({
  Error: v.object({ Code: v.string(), Message: v.fallback(v.string(), "") }),
});

/** Those headers of an answer that are passed on. */
export function keptHeaders({ headers }: Pick<UpstreamAnswer, "headers">): Record<string, string> {
  const kept = KEPT_HEADERS.map((name) => [name, headerText(headers, name)] as const);
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** A store's answer that is not a success, as ours. A redirect or any other surprise is the store's failure. */
export function translateRefusal(answer: UpstreamAnswer): Refusal {
  const error = readCosError(answer.body);
  const status = answer.status >= 400 && answer.status <= 599 ? answer.status : 502;
  const said = error === undefined ? `HTTP ${answer.status}` : `${error.Code}: ${error.Message}`;
  const retryAfter = headerText(answer.headers, "retry-after");
  return storeRefused(status, reasonOf(error, status), plainText(said), {
    ...keptHeaders(answer),
    ...(retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) && { "retry-after": retryAfter }),
  });
}

/** The error in an answer of COS, or `undefined` for anything else. */
export function readCosError(body: string): { Code: string; Message: string } | undefined {
  try {
    const parsed = v.safeParse(CosErrorDocument, new XMLParser({ parseTagValue: false }).parse(body));
    return parsed.success ? parsed.output.Error : undefined;
  } catch {
    return undefined;
  }
}

function reasonOf(error: { Code: string; Message: string } | undefined, status: number): ErrorCode {
  if (error === undefined) return reasonOfStatus(status);
  // COS says AccessDenied for both; only the message tells an old signature from a wrong one.
  if (error.Code === "AccessDenied" && /expired/i.test(error.Message)) return "signature_expired";
  if (error.Code === "ServiceUnavailable" && /full|space|quota/i.test(error.Message)) return "store_full";
  return readCosCode(error.Code) ?? reasonOfStatus(status);
}

function reasonOfStatus(status: number): ErrorCode {
  if (status === 507) return "store_full";
  if (status === 429 || status === 503) return "store_busy";
  if (status >= 500) return "store_failed";
  if (status === 409) return "already_exists";
  if (status === 413) return "too_large";
  if (status === 408) return "put_stalled";
  return "put_refused";
}

/** An upstream's words, fit for an answer and a log: one line, not too long, without what might be a secret. */
export function plainText(text: string): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
  return redact(line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line);
}
