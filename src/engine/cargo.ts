import type { Conversion } from "../contract/conversion.ts";
import type { Digests } from "../contract/digest.ts";
import type { Removal } from "../contract/removal.ts";
import type { PutResult } from "./ports.ts";
import type { UploadResult } from "./state.ts";

/** What preparing did to the chosen bytes; see `Prepared`. */
export interface Changes {
  readonly removal?: Removal;
  readonly conversion?: Conversion;
}

/** What goes up: the prepared bytes, and the type that they prove. */
export interface Cargo extends Changes {
  readonly blob: Blob;
  readonly type: string;
  /** Under which it was prepared: see `Preparer`. */
  readonly wishes?: string;
}

/** A cargo and its digests. */
export interface HashedCargo {
  readonly cargo: Cargo;
  readonly digests: Digests;
}

/** What the file has come to, now that its object is in the store. */
export function resultOf({ cargo, digests }: HashedCargo, url: string, answer: PutResult): UploadResult {
  return {
    ...digests,
    url,
    size: cargo.blob.size,
    type: cargo.type,
    deduped: answer.existed,
    requestId: answer.requestId,
    ...changesOf(cargo),
  };
}

/** The changes alone; what was not done is absent. */
export function changesOf({ removal, conversion }: Changes): Changes {
  return { ...(removal !== undefined && { removal }), ...(conversion !== undefined && { conversion }) };
}

/**
 * Progress in the chosen file's bytes, although the bytes that are hashed and sent may be more or fewer: a row has one
 * size. Only everything gives everything.
 */
export function toRowBytes(loaded: number, cargoBytes: number, rowBytes: number): number {
  return Math.min(rowBytes, Math.max(0, Math.floor((loaded / cargoBytes) * rowBytes)));
}
