import type { ErrorCode } from "../../contract/errors.ts";
import type { LinkFormat } from "../../contract/link-format.ts";
import type { FilePolicy } from "../../contract/policy.ts";
import type { RemovalNote } from "../../contract/removal.ts";
import type { Outcome } from "../drop/outcome.ts";
import type { RunEnds } from "../summary/run-ends.ts";
import type { Formats } from "./formats.ts";
import type { Language } from "./language.ts";

/** What happened and why, and what to do next: one sentence each. */
export interface ErrorText {
  readonly what: string;
  readonly next: string;
}

/** What an error's sentences may mention. */
export interface ErrorFacts {
  readonly policy: FilePolicy | undefined;
  /** The most files that are taken; absent where they are not counted. */
  readonly maxFiles?: number | undefined;
  /** The upstream's own words, where it gave any. */
  readonly detail: string | undefined;
  /** The time at which a pause is over that a server has asked for, where there is one worth naming. */
  readonly pauseEnd: string | undefined;
  readonly formats: Formats;
}

/** A sentence pair for every way to fail. Apart from the other texts: a page without a failure has no need of them. */
export type ErrorTexts = Readonly<Record<ErrorCode, (facts: ErrorFacts) => ErrorText>>;

/** Every other text of the page. A language is complete or does not compile. */
export interface Messages {
  readonly language: Language;
  readonly switchLanguage: string;
  /** What stands between two sentences. */
  readonly sentenceSpace: string;
  readonly close: string;
  /** The way to the settings, whose own texts come with their code. */
  readonly settings: string;
  readonly format: Readonly<Record<LinkFormat, string>> & {
    readonly label: string;
  };
  readonly token: {
    readonly title: string;
    readonly hint: string;
    readonly refused: string;
    readonly label: string;
    readonly remember: string;
    readonly save: string;
  };
  readonly drop: {
    readonly title: string;
    readonly hint: string;
    readonly more: string;
    /** The same three where nothing can be dragged. */
    readonly touchTitle: string;
    readonly touchHint: string;
    readonly touchMore: string;
    readonly choose: string;
    readonly chooseFolder: string;
    readonly release: string;
    readonly limits: (types: string, size: string) => string;
    readonly nothingDropped: string;
    readonly reading: string;
    readonly stopReading: string;
    readonly outcome: (sum: Outcome, number: (value: number) => string) => string;
  };
  readonly stage: {
    readonly queued: string;
    readonly preparing: string;
    readonly hashing: string;
    readonly hashed: string;
    readonly signing: string;
    readonly uploading: string;
    readonly storing: string;
    readonly verifying: string;
    readonly paused: string;
    readonly cancelled: string;
    readonly offline: string;
    readonly retryIn: (seconds: string) => string;
    readonly done: string;
    readonly deduped: string;
    readonly unconfirmed: string;
    readonly rechecking: string;
  };
  readonly removal: Readonly<Record<RemovalNote, string>>;
  /** The way to a QR code, whose own texts come with its code. */
  readonly qr: (name: string) => string;
  /** The way to the shortcuts, whose own texts come with their code. */
  readonly shortcuts: string;
  readonly row: {
    readonly progress: (name: string) => string;
    readonly link: (name: string) => string;
    readonly copy: string;
    readonly copied: string;
    readonly select: (name: string) => string;
    readonly copyLink: (name: string) => string;
    readonly open: (name: string) => string;
    readonly cancel: (name: string) => string;
    readonly retry: (name: string) => string;
    readonly remove: (name: string) => string;
    readonly pause: (name: string) => string;
    readonly resume: (name: string) => string;
    readonly recheck: string;
    readonly requestId: (id: string) => string;
  };
  readonly list: {
    readonly label: string;
    readonly done: (done: string, files: string) => string;
    readonly failed: (count: string) => string;
    readonly cancelled: (count: string) => string;
    readonly speed: (perSecond: string) => string;
    readonly left: (duration: string) => string;
    /** Nothing is sent for so many seconds. */
    readonly held: (seconds: string) => string;
    readonly missing: (count: number, text: string) => string;
    readonly chooseAgain: string;
    readonly copyAll: (count: number, text: string) => string;
    readonly pauseAll: string;
    readonly resumeAll: string;
    readonly copySelected: (count: number, text: string) => string;
    readonly clearSelection: string;
    readonly cancelAll: string;
    readonly retryFailed: string;
    readonly retryCancelled: string;
    readonly removeDone: string;
    /** Rows that failed or were cancelled. */
    readonly removeUnsuccessful: string;
    readonly progress: string;
    readonly actions: string;
  };
  /** The way to the history; its own texts come with its code. */
  readonly history: {
    readonly open: string;
    readonly back: string;
    readonly backRunning: (open: string) => string;
    readonly loading: string;
  };
  readonly manualCopy: {
    readonly title: string;
    readonly hint: string;
  };
  readonly say: {
    readonly finished: (ends: RunEnds, number: (value: number) => string) => string;
    readonly copied: (count: number, text: string) => string;
    readonly copyRefused: string;
  };
  readonly gatewayDown: {
    readonly title: string;
    readonly next: string;
    readonly retry: string;
  };
  /** The page inside somebody else's page. */
  readonly embed: {
    readonly titleOne: string;
    /** Where nothing can be dragged. */
    readonly touchTitleOne: string;
    readonly touchReplace: string;
    readonly chooseOne: string;
    readonly replace: string;
    readonly insert: (count: number, text: string) => string;
    readonly insertOne: string;
    readonly select: (name: string) => string;
    readonly selectAll: string;
  };
  /** A part of the page whose code could not be fetched. */
  readonly notLoaded: {
    readonly title: string;
    readonly next: string;
  };
  readonly crashed: {
    readonly title: string;
    readonly next: string;
    readonly reload: string;
  };
}

/** Somebody else's words without their full stop, so that they can stand inside a sentence of ours. */
export function unstopped(words: string): string {
  return words.trim().replace(/[.。!！]+$/, "");
}
