import type { ErrorCode, Failure } from "../contract/errors.ts";
import { fileFault } from "./file-faults.ts";
import type { EngineOptions } from "./options.ts";
import type { UploadFile } from "./state.ts";

/**
 * What a failure calls for. `passing`: server errors, network failures, too many requests and stalls, which another try
 * may not meet. `afresh`: the permission ran out on the way, so one new one is asked for. `final`: the same request would
 * get the same answer; a person decides.
 */
export type Remedy = "passing" | "afresh" | "final";

/** Every code is decided on, so that a new one does not compile until somebody has. */
const REMEDIES: Readonly<Record<ErrorCode, Remedy>> = {
  type_not_accepted: "final",
  too_large: "final",
  empty_file: "final",
  file_unreadable: "final",
  file_changed: "final",
  choose_again: "final",
  folder_unreadable: "final",
  remote_refused: "final",
  remote_failed: "final",
  too_many_files: "final",
  conversion_failed: "final",
  codec_unavailable: "passing",
  hash_failed: "final",
  page_outdated: "final",
  gateway_unreachable: "passing",
  gateway_failed: "passing",
  bad_request: "final",
  host_refused: "final",
  origin_refused: "final",
  not_found: "final",
  method_not_allowed: "final",
  token_needed: "final",
  rate_limited: "passing",
  daily_limit: "final",
  sign_refused: "final",
  sign_unreachable: "passing",
  sign_timeout: "passing",
  sign_nonsense: "final",
  sign_destination_refused: "final",
  put_unreachable: "passing",
  put_stalled: "passing",
  put_refused: "final",
  size_refused: "final",
  signature_refused: "final",
  signature_expired: "afresh",
  digest_mismatch: "final",
  length_mismatch: "final",
  already_exists: "final",
  store_full: "final",
  store_busy: "passing",
  store_failed: "passing",
  ticket_refused: "afresh",
  unexpected: "final",
};

/** What a failure of this code calls for. */
export function remedyFor(code: ErrorCode): Remedy {
  return REMEDIES[code];
}

/** Whether a person's retry can help: the row has ended without a link, and its bytes are there. */
export function isRetryable({ blob, state }: UploadFile): boolean {
  if (blob === undefined) return false;
  return state.stage === "cancelled" || (state.stage === "failed" && fileFault(state.failure.code)?.mayRetry !== false);
}

/** When a file that failed goes on. */
export type Decision =
  | { readonly kind: "fail" }
  | { readonly kind: "whenOnline" }
  | { readonly kind: "after"; readonly ms: number };

/** What the decision depends on besides the failure. */
export interface RetrySituation {
  /** Automatic retries used so far. */
  readonly retries: number;
  readonly online: boolean;
  /** 0 ≤ x < 1. */
  readonly random: number;
}

/** Whether and when to try again. A failure without a network costs no retry: it says nothing about the server. */
export function decideRetry(failure: Failure, situation: RetrySituation, options: EngineOptions): Decision {
  if (remedyFor(failure.code) !== "passing") return { kind: "fail" };
  if (!situation.online) return { kind: "whenOnline" };
  const asked = askedPause(failure);
  if (situation.retries >= options.maxRetries || asked > options.retryAfterMaxMs) return { kind: "fail" };
  return { kind: "after", ms: asked + backoff(situation, options) };
}

/** Half of the pause is chance, so that files which failed together do not come back together. */
function backoff({ retries, random }: RetrySituation, { retryBaseMs, retryMaxMs }: EngineOptions): number {
  const full = Math.min(retryMaxMs, retryBaseMs * 2 ** retries);
  return (full * (1 + random)) / 2;
}

function askedPause({ retryAfterMs = 0 }: Failure): number {
  return Number.isNaN(retryAfterMs) ? 0 : Math.max(0, retryAfterMs);
}
