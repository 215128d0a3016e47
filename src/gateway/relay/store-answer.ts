import { XMLParser } from "fast-xml-parser";
import * as v from "valibot";
import { type CosError, codeOfRefusal } from "../../contract/cos-error-codes.ts";
import { contentMd5 } from "../../contract/digest.ts";
import { doubtSuccess, ENCRYPTED_HEADER } from "../../contract/put-success.ts";
import type { Refusal } from "../http/refusals.ts";
import { redact } from "../log/redact.ts";
import { headerText, type UpstreamAnswer } from "../outgoing/exchange.ts";
import { retryAfterOf } from "../outgoing/retry-after.ts";
import { storeRefused, successDoubted } from "./relay-refusals.ts";

/** The most characters of an upstream's words that are repeated. */
const LONGEST_MESSAGE = 300;

/** Headers of a store's answer that a page may use, in either case. */
const KEPT_HEADERS = ["etag", "x-cos-request-id", "x-cos-hash-crc64ecma", ENCRYPTED_HEADER];

const CosErrorDocument = v.object({
  Error: v.object({ Code: v.string(), Message: v.fallback(v.string(), "") }),
});

/** Those headers of an answer that are passed on. */
export function keptHeaders({ headers }: Pick<UpstreamAnswer, "headers">): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headerText(headers, name);
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/**
 * Why an answer of 200 is refused nevertheless; undefined when it is believed.
 * @param md5 hex, of what was sent.
 */
export function refuseSuccess(answer: UpstreamAnswer, md5: string): Refusal | undefined {
  const etag = headerText(answer.headers, "etag");
  const encrypted = answer.headers[ENCRYPTED_HEADER] !== undefined;
  if (doubtSuccess(contentMd5(md5), { etag, encrypted, body: answer.body }) === undefined) return undefined;
  const said = etag === undefined ? "HTTP 200 with a text and no ETag" : plainText(`HTTP 200, ETag ${etag}`);
  return successDoubted(said, keptHeaders(answer));
}

/** A store's answer that is not a success, as ours. A redirect or any other surprise is the store's failure. */
export function translateRefusal(answer: UpstreamAnswer): Refusal {
  const error = readCosError(answer.body);
  const status = answer.status >= 400 && answer.status <= 599 ? answer.status : 502;
  const said = error === undefined ? `HTTP ${answer.status}` : `${error.code}: ${error.message}`;
  return storeRefused(status, codeOfRefusal(error, status), plainText(said), {
    ...keptHeaders(answer),
    ...retryAfterOf(answer),
  });
}

/** The error in an answer of COS, or `undefined` for anything else. */
export function readCosError(body: string): CosError | undefined {
  try {
    const parsed = v.safeParse(CosErrorDocument, new XMLParser({ parseTagValue: false }).parse(body));
    if (!parsed.success) return undefined;
    const { Code: code, Message: message } = parsed.output.Error;
    return { code, message };
  } catch {
    return undefined;
  }
}

/** An upstream's words, fit for an answer and a log: one line, not too long, without what might be a secret. */
export function plainText(text: string): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
  return redact(line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line);
}
