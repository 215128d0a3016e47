import * as v from "valibot";
import { readCosCode } from "../contract/cos-error-codes.ts";
import { type ErrorCode, ErrorCode as ErrorCodeSchema } from "../contract/errors.ts";

/** What an unsuccessful PUT said. */
export interface PutRefusal {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly requestId: string | undefined;
}

/** Reads the answer to a PUT that was not a success: COS's XML error, or our gateway's envelope, or neither. */
export function readPutRefusal(status: number, contentType: string, body: string): PutRefusal {
  return contentType.includes("json") ? fromEnvelope(status, body) : fromXml(status, body);
}

function fromXml(status: number, body: string): PutRefusal {
  const document = new DOMParser().parseFromString(body, "application/xml");
  const text = (name: string) => document.getElementsByTagName(name)[0]?.textContent ?? undefined;
  const cosCode = text("Code");
  const message = text("Message") ?? "";
  return {
    code: codeFor(cosCode, message, status),
    detail: cosCode === undefined ? `HTTP ${status}` : `${cosCode}: ${message}`,
    requestId: text("RequestId"),
  };
}

function codeFor(cosCode: string | undefined, message: string, status: number): ErrorCode {
  // COS says AccessDenied for both; only the message tells an old signature from a wrong one.
  if (cosCode === "AccessDenied" && /expired/i.test(message)) return "signature_expired";
  if (cosCode === "ServiceUnavailable" && /full|space|quota/i.test(message)) return "store_full";
  return (cosCode === undefined ? undefined : readCosCode(cosCode)) ?? codeForStatus(status);
}

function codeForStatus(status: number): ErrorCode {
  if (status === 507) return "store_full";
  if (status === 429 || status === 503) return "store_busy";
  if (status >= 500) return "store_failed";
  if (status === 409) return "already_exists";
  if (status === 413) return "too_large";
  if (status === 408) return "put_stalled";
  return "put_refused";
}

const RelayRefusal = v.object({
  message: v.fallback(v.string(), ""),
  reason: v.fallback(v.optional(ErrorCodeSchema), undefined),
  requestId: v.fallback(v.optional(v.string()), undefined),
});

function fromEnvelope(status: number, body: string): PutRefusal {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), RelayRefusal), body);
  if (!parsed.success)
    return {
      code: codeForStatus(status),
      detail: `HTTP ${status}`,
      requestId: undefined,
    };
  const { reason, message, requestId } = parsed.output;
  return {
    code: reason ?? codeForStatus(status),
    detail: message || `HTTP ${status}`,
    requestId,
  };
}
