import * as v from "valibot";
import { codeOfRefusal, codeOfStatus } from "../contract/cos-error-codes.ts";
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
    code: codeOfRefusal(cosCode === undefined ? undefined : { code: cosCode, message }, status),
    detail: cosCode === undefined ? `HTTP ${status}` : `${cosCode}: ${message}`,
    requestId: text("RequestId"),
  };
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
      code: codeOfStatus(status),
      detail: `HTTP ${status}`,
      requestId: undefined,
    };
  const { reason, message, requestId } = parsed.output;
  return {
    code: reason ?? codeOfStatus(status),
    detail: message || `HTTP ${status}`,
    requestId,
  };
}
