import type { Conversion } from "../contract/conversion.ts";
import type { Digests } from "../contract/digest.ts";
import type { Failure } from "../contract/errors.ts";
import type { Removal } from "../contract/removal.ts";

/** Names a file within one engine; unique for its lifetime, never reused. */
export type FileId = string;

/** A finished upload. */
export interface UploadResult extends Digests {
  /** The CDN link. */
  readonly url: string;
  /** Bytes of what went up. */
  readonly size: number;
  /** MIME type, as proved by its bytes. */
  readonly type: string;
  /** The object was there before, so nothing had to be sent. */
  readonly deduped: boolean;
  readonly requestId: string | undefined;
  /** What was taken out of the chosen bytes before they were hashed; absent when nobody looked. */
  readonly removal?: Removal;
  /** What converting the chosen bytes came to; absent when nothing was to be converted. */
  readonly conversion?: Conversion;
}

/** Whether the link was seen to show its picture. `unconfirmed` is not a failure: the store said that it has the bytes. */
export type LinkState =
  | { readonly kind: "confirmed"; readonly width?: number; readonly height?: number }
  | { readonly kind: "checking" }
  | { readonly kind: "unconfirmed" };

/**
 * Where a file stands. One function moves it: `transition`. Byte counts are in the chosen file's bytes even when other
 * bytes go up, so they run from 0 to the row's size; within one attempt they never go down.
 */
export type FileState =
  | { readonly stage: "queued" }
  | { readonly stage: "preparing" }
  | { readonly stage: "hashing"; readonly loaded: number }
  /** Hashed; waits for a place among the uploads, or for a row with the same bytes that goes up already. */
  | { readonly stage: "hashed"; readonly digests: Digests }
  | { readonly stage: "signing"; readonly digests: Digests }
  /** Signed ahead of time; waits for a place among the uploads. */
  | { readonly stage: "signed"; readonly digests: Digests }
  /** `loaded` equal to the size means: all sent, and the store has not answered yet. */
  | { readonly stage: "uploading"; readonly digests: Digests; readonly loaded: number }
  /** The store has it; the link is being looked at. */
  | { readonly stage: "verifying"; readonly result: UploadResult }
  /** A failure that passes: tried again at `until` (clock ms), or as soon as the network is back when it is absent. */
  | {
      readonly stage: "waiting";
      readonly digests: Digests | undefined;
      readonly failure: Failure;
      /** Which retry comes next, from 1. */
      readonly attempt: number;
      readonly until: number | undefined;
    }
  /** `unbidden`: nobody has held it, but nobody has given their word yet that it may go up, either. */
  | { readonly stage: "paused"; readonly digests: Digests | undefined; readonly unbidden?: boolean | undefined }
  | { readonly stage: "done"; readonly result: UploadResult; readonly link: LinkState }
  | { readonly stage: "failed"; readonly failure: Failure; readonly digests: Digests | undefined }
  | { readonly stage: "cancelled"; readonly digests: Digests | undefined };
/** The name of a file's state. */
export type Stage = FileState["stage"];

/** One row: what was chosen, and where it stands. Immutable; a new object for every change. */
export interface UploadFile {
  readonly id: FileId;
  readonly name: string;
  /** Folder path inside the drop, empty for a loose file. */
  readonly folder: string;
  /** Bytes of what was chosen; 0 when it could not be read. */
  readonly size: number;
  /** Of the chosen file, in ms since the epoch; 0 when unknown. */
  readonly lastModified: number;
  /** The chosen bytes, for a preview; absent when they cannot be read. */
  readonly blob: Blob | undefined;
  /** The bytes are only what was seen of a picture that may move. */
  readonly still?: boolean | undefined;
  readonly state: FileState;
}

/** Sums over all rows, for the summary line. Bytes are of files that can still finish or have finished. */
export interface Totals {
  readonly files: number;
  readonly done: number;
  readonly failed: number;
  /** Failed files that a retry can help: see `isRetryable`. */
  readonly retryable: number;
  /** Failed files of an earlier page, which have to be chosen again. */
  readonly missing: number;
  readonly cancelled: number;
  /** Paused files that wait for a person's word: see `FileState`. */
  readonly unbidden: number;
  /** Neither done, failed nor cancelled. */
  readonly open: number;
  readonly bytesTotal: number;
  /** Less than `bytesTotal` while anything is open. */
  readonly bytesSent: number;
  /**
   * How far the whole is, from 0 to less than 1; undefined while nothing is open. A row counts with the furthest that it
   * has come, and nothing but rows that join makes it fall: a retry sends again what the bar has shown already.
   */
  readonly progress: number | undefined;
  /** Bytes a second, smoothed; undefined until it means something. */
  readonly speed: number | undefined;
  /** Seconds, smoothed; undefined until it means something. */
  readonly secondsLeft: number | undefined;
}

/** The list as a whole; the same object until something in it changes. */
export interface EngineSnapshot {
  /** In the order chosen. */
  readonly ids: readonly FileId[];
  readonly totals: Totals;
  /** Everything that is open is held, or would be if anything were: see `pauseAll` and `holdAll`. */
  readonly paused: boolean;
  /**
   * A server asked for a pause, or cannot be reached: nothing is signed or sent before this moment (clock ms), unless a
   * person retries or resumes a file. Undefined while nothing holds the uploads back.
   */
  readonly heldUntil: number | undefined;
}
