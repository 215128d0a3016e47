import type { Conversion } from "../contract/conversion.ts";
import type { Digests } from "../contract/digest.ts";
import type { ErrorCode } from "../contract/errors.ts";
import type { FilePolicy } from "../contract/policy.ts";
import type { Removal } from "../contract/removal.ts";
import type { SignData, SignRequest } from "../contract/sign.ts";
import type { FileId } from "./state.ts";

/*
 * Everything the engine needs from outside. An adapter takes the signal first, rejects with the signal's reason once it
 * is aborted (a cancel is not an error), and with an UploadError for every failure that it knows.
 */

/** What a person dropped: a file whose bytes can be read, or something that could not be read at all. */
export type Candidate = FileCandidate | UnreadableCandidate;

/** A file whose bytes can be read. */
export interface FileCandidate {
  readonly kind: "file";
  readonly name: string;
  /** Folder path inside the drop, without the name, `/` between parts; empty for a loose file. */
  readonly folder: string;
  readonly blob: Blob;
  /** ms since the epoch, 0 when unknown. */
  readonly lastModified: number;
  /** These bytes are only what was seen of a picture that may move. */
  readonly still?: boolean;
  /** It may be that no person has sent it: it waits for somebody's word. */
  readonly unbidden?: boolean;
}

/** What could not be read becomes a row that says so. */
export interface UnreadableCandidate {
  readonly kind: "unreadable";
  readonly name: string;
  readonly folder: string;
  readonly code: ErrorCode;
}

/** What one drop, paste or choice came to. */
export interface IntakeSum {
  /** Files that were handed on. */
  readonly files: number;
  /** Handed on as what could not be read. */
  readonly unreadable: number;
  /** Left out: what a system keeps for itself in folders. */
  readonly skipped: number;
  /** A person called it off: the numbers are of nothing, and what was not read yet was not handed on. */
  readonly stopped: boolean;
}

/** The bytes that will go up, which a preparation may have changed, and the type that they prove. */
export interface Prepared {
  readonly blob: Blob;
  /** MIME type proved by the first bytes; absent when they prove none. */
  readonly type: string | undefined;
  /** What was taken out of the chosen bytes; absent when nobody looked. */
  readonly removal?: Removal;
  /** What converting the chosen bytes came to; absent when nothing was to be converted. */
  readonly conversion?: Conversion;
}

/** Reads the first bytes and makes the file ready. Raises `file_unreadable`. */
export interface Preparer {
  prepare(signal: AbortSignal, blob: Blob): Promise<Prepared>;
  /** Whether preparing may make the blob smaller, so that its size says nothing yet. Absent: it never does. */
  mayShrink?(blob: Blob): boolean;
  /** Names what is wanted of the blob now: under another name it may become something else. Absent: it never does. */
  wishes?(blob: Blob): string;
}

/** Both digests of a blob, in constant memory. Raises `file_unreadable`, `file_changed`, `hash_failed`. */
export interface Hasher {
  /** @param onProgress bytes hashed so far, never going down. */
  hash(signal: AbortSignal, blob: Blob, onProgress: (loaded: number) => void): Promise<Digests>;
}

/** Asks the sign API. Raises the sign codes of `ErrorCode`. */
export interface Signer {
  sign(signal: AbortSignal, request: SignRequest): Promise<SignData>;
}

/** What the store answered to the PUT. */
export interface PutResult {
  /** `x-cos-request-id`, where the page may read it. */
  readonly requestId: string | undefined;
  /** The store had this object already (409), and nothing was written. */
  readonly existed: boolean;
}

/** Sends the bytes. Raises the put codes of `ErrorCode`. */
export interface Putter {
  /** @param onProgress bytes that have left the page so far, at most the blob's size. */
  put(signal: AbortSignal, grant: SignData, blob: Blob, onProgress: (loaded: number) => void): Promise<PutResult>;
}

/** What a look at the link showed. */
export interface LinkCheck {
  readonly confirmed: boolean;
  /** Pixels, where the picture loaded. */
  readonly width?: number;
  readonly height?: number;
}

/** Whether a link shows its picture. Never rejects but for an abort: a link that does not load yet is an answer. */
export interface Verifier {
  verify(signal: AbortSignal, url: string): Promise<LinkCheck>;
}

/** The rules in force; may ask the gateway. Raises `gateway_unreachable`, `gateway_failed`. */
export interface PolicySource {
  /** @param fresh what was answered before may hold no longer, so the gateway has to be asked. */
  policy(signal: AbortSignal, fresh: boolean): Promise<FilePolicy>;
}

/** What hashing found out about a chosen file: what would go up, and its digests. */
export interface KnownContent {
  readonly digests: Digests;
  /** Bytes of what would go up. */
  readonly size: number;
  /** MIME type. */
  readonly type: string;
  readonly removal?: Removal;
  readonly conversion?: Conversion;
}

/** An unfinished row, as far as a page that is loaded again can take it up. */
export interface JournalRow {
  readonly id: FileId;
  readonly name: string;
  readonly folder: string;
  /** Bytes of the chosen file. */
  readonly size: number;
  /** ms since the epoch, 0 when unknown. */
  readonly lastModified: number;
  readonly paused: boolean;
  /** As in `FileState`. */
  readonly unbidden?: boolean | undefined;
  /** As in `FileCandidate`. */
  readonly still?: boolean | undefined;
  /** Absent until the file has been hashed. */
  readonly known: KnownContent | undefined;
  /** The chosen bytes; absent where they could not be kept. */
  readonly blob: Blob | undefined;
}

/** Remembers unfinished rows beyond this page. Its methods return at once and never throw: no upload waits for it. */
export interface Journal {
  /** Begins the ids of this page's rows, so that they are unique among all that are remembered. */
  readonly session: string;
  /** A new row, or one of which more is known now. */
  note(row: JournalRow): void;
  /** The row is finished, cancelled or removed. */
  forget(id: FileId): void;
}

/** What this browser has uploaded before. */
export interface Recall {
  /** A link that shows exactly these bytes, and was seen to work just now; undefined where there is none. */
  find(signal: AbortSignal, content: Digests & { readonly size: number }): Promise<string | undefined>;
}

/** Time and chance, so that tests can steer both. */
export interface Clock {
  /** ms, monotonic. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason. */
  sleep(signal: AbortSignal, ms: number): Promise<void>;
  /** Calls `callback` after `ms`, once. @returns the way to call it off; costs less than a sleep and its signal. */
  after(ms: number, callback: () => void): () => void;
  /** 0 ≤ x < 1, for jitter. */
  random(): number;
  /** Runs `callback` before a paint that comes soon, once, however often it was asked for before that. */
  onNextFrame(callback: () => void): void;
}

/** Whether the network is there; the engine waits while it is not. */
export interface Connectivity {
  online(): boolean;
  /** @returns the way to stop listening. */
  subscribe(listener: () => void): () => void;
}

/** All that one engine works with. */
export interface EnginePorts {
  readonly preparer: Preparer;
  readonly hasher: Hasher;
  readonly signer: Signer;
  readonly putter: Putter;
  readonly verifier: Verifier;
  readonly policySource: PolicySource;
  readonly clock: Clock;
  readonly connectivity: Connectivity;
  /** Without it nothing outlives the page. */
  readonly journal?: Journal | undefined;
  /** Without it every content is asked for at the sign API. */
  readonly recall?: Recall | undefined;
}
