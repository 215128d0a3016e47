import * as v from "valibot";

/**
 * Every way a file can fail to become a link, in the order of its journey. The page has one sentence for each,
 * in each language; the gateway sends the ones it raises as `reason`.
 */
export const ERROR_CODES = [
  // intake and prepare
  "type_not_accepted",
  "too_large",
  "empty_file",
  "file_unreadable",
  "file_changed",
  "choose_again",
  "folder_unreadable",
  "remote_refused",
  "remote_failed",
  "too_many_files",
  "conversion_failed",
  "codec_unavailable",
  // hash
  "hash_failed",
  "page_outdated",
  // sign: the gateway, or what stands behind it
  "gateway_unreachable",
  "gateway_failed",
  "bad_request",
  "host_refused",
  "origin_refused",
  "not_found",
  "method_not_allowed",
  "token_needed",
  "rate_limited",
  "daily_limit",
  "sign_refused",
  "sign_unreachable",
  "sign_timeout",
  "sign_nonsense",
  "sign_destination_refused",
  // put: the store, or the relay before it
  "put_unreachable",
  "put_stalled",
  "put_refused",
  "size_refused",
  "signature_refused",
  "signature_expired",
  "digest_mismatch",
  "length_mismatch",
  "already_exists",
  "store_full",
  "store_busy",
  "store_failed",
  "ticket_refused",
  // a bug of ours: never expected, still named
  "unexpected",
] as const;
/** One of `ERROR_CODES`. */
export const ErrorCode = v.picklist(ERROR_CODES);
export type ErrorCode = v.InferOutput<typeof ErrorCode>;

/** What is known of a failure: plain data, so that it can cross a worker, a frame or a log. */
export interface Failure {
  readonly code: ErrorCode;
  /** Text for a developer, or the upstream's own words. Never shown alone: the page has a sentence per code. */
  readonly detail?: string;
  /** HTTP status of the answer that failed, where there was one. */
  readonly status?: number;
  /** `x-cos-request-id`, or the gateway's own id: what an operator searches the log for. */
  readonly requestId?: string;
  /** From `Retry-After`: not before this many ms have passed. */
  readonly retryAfterMs?: number;
  /** When that is, in ms since the epoch: to be told to a person, who may read it much later. */
  readonly retryAt?: number;
}

const FailureSchema: v.GenericSchema<unknown, Failure> = v.object({
  code: ErrorCode,
  detail: v.exactOptional(v.string()),
  status: v.exactOptional(v.number()),
  requestId: v.exactOptional(v.string()),
  retryAfterMs: v.exactOptional(v.number()),
  retryAt: v.exactOptional(v.number()),
});

/** The one error that crosses our module borders. Compare `name`, not `instanceof`: it must survive frames. */
export class UploadError extends Error {
  override readonly name = "UploadError";
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.detail ?? failure.code, options);
    this.failure = failure;
  }
}

/** Any thrown value as a failure; one that is not ours becomes `unexpected`, keeping its message. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Error && error.name === "UploadError" && "failure" in error) {
    const failure = v.safeParse(FailureSchema, error.failure);
    if (failure.success) return failure.output;
  }
  return { code: "unexpected", detail: error instanceof Error ? error.message : String(error) };
}
