import type { FilePolicy } from "../contract/policy.ts";
import type { SignData } from "../contract/sign.ts";
import type { Cargo } from "./cargo.ts";
import type { SizeClass } from "./lane.ts";
import type { KnownContent } from "./ports.ts";
import type { FileId, UploadResult } from "./state.ts";

/** What is remembered of a readable file besides its row. */
export interface Job {
  readonly id: FileId;
  /** The chosen bytes. */
  readonly blob: Blob;
  readonly size: SizeClass;
  /** The rules that let the file in. */
  policy: FilePolicy | undefined;
  cargo: Cargo | undefined;
  /** From hashing it, now or on an earlier page. */
  known: KnownContent | undefined;
  /** A permission to send the cargo that nobody has used yet, and when it came, in clock ms. */
  permission: { readonly grant: SignData; readonly since: number } | undefined;
  /** The result that a twin had before this file came; nobody has looked at its link for this file yet. */
  given: UploadResult | undefined;
  /** Automatic retries used since a person last had a say. */
  retries: number;
  /** A permission that ran out was renewed once. */
  renewed: boolean;
  /** Ends what is being done for the file. */
  run: AbortController | undefined;
}

/** A job at its beginning. @param known what an earlier page has found out about the bytes. */
export function createJob(id: FileId, blob: Blob, size: SizeClass, known: KnownContent | undefined): Job {
  return {
    id,
    blob,
    size,
    policy: undefined,
    cargo: undefined,
    known,
    permission: undefined,
    given: undefined,
    retries: 0,
    renewed: false,
    run: undefined,
  };
}
