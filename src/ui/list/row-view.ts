import type { FileState, Totals } from "../../engine/state.ts";
import type { Messages } from "../i18n/messages.ts";

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

/** Characters that turn the direction of text around, or that do not show: harmless as text, but they make names lie. */
const DECEPTIVE = /[\p{Cc}\p{Bidi_Control}]/gu;

/** A file's or folder's name as the page shows it: without what could make it lie. */
export function shownName(name: string): string {
  return name.replace(DECEPTIVE, "\ufffd");
}

/** How wide the end of a name may be, in Latin letters. */
const END_WIDTH = 10;

/** Characters about twice as wide as a Latin letter. */
const WIDE =
  /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff01-\uff60]/u;

/** A file name for showing, and its end, which stays in sight where the whole is cut. */
export function displayName(name: string): { readonly end: string; readonly whole: string } {
  const whole = shownName(name);
  const characters = graphemes(whole);
  const half = Math.ceil(characters.length / 2);
  let from = characters.length;
  for (let width = 0; from > half; from--) {
    width += WIDE.test(characters[from - 1] ?? "") ? 2 : 1;
    if (width > END_WIDTH) break;
  }
  return { end: characters.slice(from).join(""), whole };
}

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : undefined;

/** The characters as a person counts them; a flag or a family is one. */
function graphemes(text: string): string[] {
  return segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : [...text];
}
