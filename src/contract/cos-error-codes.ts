import type { ErrorCode } from "./errors.ts";

/** COS's codes (COS documentation, Error Codes) in ours. */
const CODES: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>(
  Object.entries({
    SignatureDoesNotMatch: "signature_refused",
    InvalidAccessKeyId: "signature_refused",
    AccessDenied: "signature_refused",
    RequestTimeTooSkewed: "signature_expired",
    "Request has expired": "signature_expired",
    ExpiredToken: "signature_expired",
    InvalidDigest: "digest_mismatch",
    BadDigest: "digest_mismatch",
    EntitySizeNotMatch: "length_mismatch",
    IncompleteBody: "length_mismatch",
    MissingContentLength: "length_mismatch",
    EntityTooLarge: "too_large",
    RequestTimeout: "put_stalled",
    UserNetworkTooSlow: "put_stalled",
    FileAlreadyExists: "already_exists",
    SlowDown: "store_busy",
    ServiceUnavailable: "store_busy",
    InternalError: "store_failed",
  } satisfies Record<string, ErrorCode>),
);

/** What COS's error document says. */
export interface CosError {
  readonly code: string;
  readonly message: string;
}

/** Our code for a PUT that was not a success. The page asks in direct mode, the gateway in the relay. */
export function codeOfRefusal(error: CosError | undefined, status: number): ErrorCode {
  if (error === undefined) return codeOfStatus(status);
  const { code, message } = error;
  // COS says AccessDenied for both; only the message tells an old signature from a wrong one.
  if (code === "AccessDenied" && /expired/i.test(message)) return "signature_expired";
  if (code === "ServiceUnavailable" && /full|space|quota/i.test(message)) return "store_full";
  // COS has a dozen conflicts, and one of them says that the object is there.
  return CODES.get(code) ?? (status === 409 ? "put_refused" : codeOfStatus(status));
}

/** Of an answer to a PUT that says nothing else. */
export function codeOfStatus(status: number): ErrorCode {
  if (status === 507) return "store_full";
  if (status === 429 || status === 503) return "store_busy";
  if (status >= 500) return "store_failed";
  if (status === 409) return "already_exists";
  if (status === 413) return "too_large";
  if (status === 408) return "put_stalled";
  return "put_refused";
}
