import { UploadError } from "../contract/errors.ts";
import { type FilePolicy, refuseContent } from "../contract/policy.ts";
import { type Cargo, changesOf, type HashedCargo, toRowBytes } from "./cargo.ts";
import { isSameContent } from "./known-content.ts";
import type { EngineOptions } from "./options.ts";
import type { EnginePorts, KnownContent } from "./ports.ts";
import { type Report, silenceOf } from "./step.ts";
import { watch } from "./watch.ts";

/** A chosen file, and what is so of it before it is prepared. */
export interface ChosenFile {
  readonly blob: Blob;
  readonly policy: FilePolicy;
  /** What an earlier look at it has found out. */
  readonly known: KnownContent | undefined;
}

/** Prepares and hashes a chosen file. */
export type Hash = (signal: AbortSignal, chosen: ChosenFile, report: Report) => Promise<HashedCargo>;

/** What is known of a file is not hashed again, if that is still what would go up. */
export function createHash({ clock, preparer, hasher }: EnginePorts, { localMs }: EngineOptions): Hash {
  const prepare = async (signal: AbortSignal, chosen: Blob, policy: FilePolicy): Promise<Cargo> => {
    const patience = silenceOf(localMs, "file_unreadable");
    const wishes = preparer.wishes?.(chosen);
    const prepared = await watch(clock, signal, patience, (inner) => preparer.prepare(inner, chosen));
    const { blob, type } = prepared;
    const refused = refuseContent(prepared, policy);
    if (refused !== undefined || type === undefined) throw new UploadError(refused ?? { code: "type_not_accepted" });
    return { blob, type, ...changesOf(prepared), ...(wishes !== undefined && { wishes }) };
  };

  return async (signal, { blob, policy, known }, report) => {
    report({ type: "prepareStarted" });
    const cargo = await prepare(signal, blob, policy);
    report({ type: "hashStarted" });
    if (known && isSameContent(known, cargo)) return { cargo, digests: known.digests };
    const patience = silenceOf(localMs, "hash_failed");
    const digests = await watch(clock, signal, patience, (inner, alive) =>
      hasher.hash(inner, cargo.blob, (loaded) => {
        if (inner.aborted) return;
        alive();
        report({ type: "hashProgress", loaded: toRowBytes(loaded, cargo.blob.size, blob.size) });
      }),
    );
    return { cargo, digests };
  };
}
