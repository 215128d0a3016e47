import type { Digests } from "../contract/digest.ts";
import type { ErrorCode, Failure } from "../contract/errors.ts";
import type { FileState, LinkState, Stage, UploadResult } from "./state.ts";

/** What can happen to a file. Byte counts are in the row's own bytes: see `toRowBytes`. */
export type FileEvent =
  | { readonly type: "prepareStarted" }
  | { readonly type: "hashStarted" }
  | { readonly type: "hashProgress"; readonly loaded: number }
  | { readonly type: "hashFinished"; readonly digests: Digests }
  /** What was prepared is not what is wanted any more. */
  | { readonly type: "outdated" }
  | { readonly type: "signStarted" }
  /** There is a permission to send it, and no place to do so yet. */
  | { readonly type: "signed" }
  | { readonly type: "putStarted" }
  | { readonly type: "putProgress"; readonly loaded: number }
  /** The store has the object: sent now, or there before. */
  | { readonly type: "stored"; readonly result: UploadResult }
  | { readonly type: "linkChecked"; readonly link: Exclude<LinkState, { kind: "checking" }> }
  /** The object that a twin put there is gone. */
  | { readonly type: "lost" }
  /** A failure that passes. */
  | {
      readonly type: "postponed";
      readonly failure: Failure;
      readonly attempt: number;
      readonly until: number | undefined;
    }
  /** What a postponed file waited for has come. */
  | { readonly type: "waitOver" }
  | { readonly type: "failed"; readonly failure: Failure }
  | { readonly type: "cancel" }
  | { readonly type: "pause"; readonly unbidden?: boolean | undefined }
  | { readonly type: "resume" }
  | { readonly type: "retry" }
  | { readonly type: "recheck" };

/** Failures after which the digests say nothing any more: the bytes are not those that were hashed. */
const STALE_DIGESTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "file_changed",
  "file_unreadable",
  "digest_mismatch",
  "length_mismatch",
]);

/** Where a file stays until a person takes it up again. */
export type EndedState = Extract<FileState, { stage: "done" | "failed" | "cancelled" }>;

/** Whether a file has come to an end: with a link, or without one. */
export function isEnded(state: FileState): state is EndedState {
  return state.stage === "done" || state.stage === "failed" || state.stage === "cancelled";
}

/**
 * What tells one end of a file from its next: the same object for as long as the file is not taken up again. Looking at its
 * link again is no new end.
 */
export function endOf(state: EndedState): object {
  return state.stage === "done" ? state.result : state;
}

/** The digests that a state knows. */
export function digestsOf(state: FileState): Digests | undefined {
  if ("digests" in state) return state.digests;
  if ("result" in state) return { md5: state.result.md5, sha1: state.result.sha1 };
  return undefined;
}

/** The one function that moves a file. An event that does not apply leaves the state as it is, the same object. */
export function transition(state: FileState, event: FileEvent): FileState {
  switch (event.type) {
    case "prepareStarted":
      return state.stage === "queued" ? { stage: "preparing" } : state;
    case "hashStarted":
      return state.stage === "preparing" ? { stage: "hashing", loaded: 0 } : state;
    case "hashProgress":
      return state.stage === "hashing" && event.loaded > state.loaded ? { ...state, loaded: event.loaded } : state;
    case "hashFinished":
      return state.stage === "hashing" ? { stage: "hashed", digests: event.digests } : state;
    case "outdated":
      return state.stage === "hashed" || state.stage === "signed" ? { stage: "queued" } : state;
    case "signStarted":
      return startSigning(state);
    case "signed":
      return state.stage === "signing" ? { stage: "signed", digests: state.digests } : state;
    case "putStarted":
      return startSending(state);
    case "putProgress":
      return state.stage === "uploading" && event.loaded > state.loaded ? { ...state, loaded: event.loaded } : state;
    case "stored":
      return finishStoring(state, event.result);
    case "linkChecked":
      return finishChecking(state, event.link);
    case "lost":
      return state.stage === "verifying" ? takeUpAgain(digestsOf(state)) : state;
    case "postponed":
      return postpone(state, event);
    case "waitOver":
      return state.stage === "waiting" ? takeUpAgain(state.digests) : state;
    case "failed":
      return fail(state, event.failure);
    case "cancel":
      return isEnded(state) ? state : { stage: "cancelled", digests: digestsOf(state) };
    case "pause":
      return pause(state, event.unbidden);
    case "resume":
      return state.stage === "paused" ? takeUpAgain(state.digests) : state;
    case "retry":
      return state.stage === "failed" || state.stage === "cancelled" ? takeUpAgain(state.digests) : state;
    case "recheck":
      return state.stage === "done" && state.link.kind !== "checking"
        ? { ...state, link: { kind: "checking" } }
        : state;
  }
}

/** From `signed` and `uploading` too: a signature that is old or ran out is asked for afresh. */
function startSigning(state: FileState): FileState {
  if (state.stage !== "hashed" && state.stage !== "signed" && state.stage !== "uploading") return state;
  return { stage: "signing", digests: state.digests };
}

function startSending(state: FileState): FileState {
  if (state.stage !== "signing" && state.stage !== "signed") return state;
  return { stage: "uploading", digests: state.digests, loaded: 0 };
}

const MAY_BE_STORED: ReadonlySet<Stage> = new Set(["hashed", "signing", "signed", "uploading"]);

/**
 * From `hashed`: a twin in the same list was stored. From `signing`: the sign answer knew the object. From `signed`: the
 * signature was too old, and before another one was asked for the history knew the link.
 */
function finishStoring(state: FileState, result: UploadResult): FileState {
  if (!MAY_BE_STORED.has(state.stage)) return state;
  return { stage: "verifying", result };
}

function finishChecking(state: FileState, link: LinkState): FileState {
  if (state.stage === "verifying") return { stage: "done", result: state.result, link };
  return state.stage === "done" && state.link.kind === "checking" ? { ...state, link } : state;
}

/** A look at a link has no failure, so `verifying` neither fails nor waits. */
function isAtWork(state: FileState): boolean {
  return !isEnded(state) && state.stage !== "verifying" && state.stage !== "paused";
}

function postpone(state: FileState, event: Extract<FileEvent, { type: "postponed" }>): FileState {
  if (!isAtWork(state) || state.stage === "waiting") return state;
  const { failure, attempt, until } = event;
  return { stage: "waiting", digests: digestsOf(state), failure, attempt, until };
}

function fail(state: FileState, failure: Failure): FileState {
  if (!isAtWork(state)) return state;
  return { stage: "failed", failure, digests: STALE_DIGESTS.has(failure.code) ? undefined : digestsOf(state) };
}

/** `verifying` cannot be held: the bytes are there, and there is nothing left to give up. */
function pause(state: FileState, unbidden: boolean | undefined): FileState {
  if (!isAtWork(state)) return state;
  return { stage: "paused", digests: digestsOf(state), ...(unbidden && { unbidden }) };
}

function takeUpAgain(digests: Digests | undefined): FileState {
  return digests ? { stage: "hashed", digests } : { stage: "queued" };
}
