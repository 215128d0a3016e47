import type { ErrorCode } from "./errors.ts";

/** COS's codes (COS documentation, Error Codes) in ours. */
const CODES: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>(
  Object.entries({
    SignatureDoesNotMatch: "signature_refused",
    InvalidAccessKeyId: "signature_refused",
    AccessDenied: "signature_refused",
    RequestTimeTooSkewed: "signature_expired",
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

/** Our code for one of COS's, `undefined` for others. The page asks in direct mode, the gateway in the relay. */
export function readCosCode(code: string): ErrorCode | undefined {
  return CODES.get(code);
}
