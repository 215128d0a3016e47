import type { FileState, Totals } from "../../engine/state.ts";
import type { Messages } from "../i18n/messages.ts";
import { unbiddenTexts } from "./unbidden-texts.ts";

/** Hashing runs many times faster than any network, so it is given a small share of the bar. */
const HASHING_SHARE = 0.1;
/** The bar is full only once everything is over. */
const BEFORE_VERIFY = 0.99;

/** How far a file is on its way, 0 to 1; undefined when it is on no way. */
export function openProgress(state: FileState, size: number): number | undefined {
  switch (state.stage) {
    case "queued":
    case "preparing":
      return 0;
    case "hashing":
      return HASHING_SHARE * share(state.loaded, size);
    case "hashed":
    case "signing":
    case "signed":
      return HASHING_SHARE;
    case "uploading":
      return HASHING_SHARE + (BEFORE_VERIFY - HASHING_SHARE) * share(state.loaded, size);
    case "verifying":
      return BEFORE_VERIFY;
    case "waiting":
    case "paused":
      return state.digests ? HASHING_SHARE : 0;
    case "done":
    case "failed":
    case "cancelled":
      return undefined;
  }
}

/** How far the whole list is, 0 to 1. */
export function totalProgress({ progress = 0 }: Totals): number {
  return Math.min(BEFORE_VERIFY, progress);
}

/** Where a file stands, in words. Empty for stages that have a view of their own. */
export function openStageText(state: FileState, size: number, t: Messages, now: number): string {
  switch (state.stage) {
    case "uploading":
      return state.loaded >= size ? t.stage.storing : t.stage.uploading;
    case "waiting":
      return waitingText(state.until, t, now);
    case "signed":
      return t.stage.hashed;
    case "paused":
      return state.unbidden ? unbiddenTexts(t).row : t.stage.paused;
    case "done":
    case "failed":
      return "";
    default:
      return t.stage[state.stage];
  }
}

function waitingText(until: number | undefined, t: Messages, now: number): string {
  if (until === undefined) return t.stage.offline;
  return t.stage.retryIn(secondsUntil(until, now));
}

/** Whole seconds of a countdown, which ends at one. @param until clock ms, as is `now`. */
export function secondsUntil(until: number, now: number): string {
  return String(Math.max(1, Math.ceil((until - now) / 1000)));
}

function share(loaded: number, size: number): number {
  return size === 0 ? 0 : Math.min(1, loaded / size);
}
