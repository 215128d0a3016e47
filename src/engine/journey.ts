import type { Conversion } from "../contract/conversion.ts";
import type { Digests } from "../contract/digest.ts";
import { type ErrorCode, type Failure, toFailure, UploadError } from "../contract/errors.ts";
import { type FilePolicy, refuseContent } from "../contract/policy.ts";
import type { Removal } from "../contract/removal.ts";
import type { SignData } from "../contract/sign.ts";
import { isSameContent } from "./known-content.ts";
import type { EngineOptions } from "./options.ts";
import type { EnginePorts, KnownContent, PutResult } from "./ports.ts";
import { remedyFor } from "./retry.ts";
import type { UploadResult } from "./state.ts";
import type { FileEvent } from "./transition.ts";
import { type Patience, watch } from "./watch.ts";

/** What goes up: the prepared bytes, and the type that they prove. */
export interface Cargo {
  readonly blob: Blob;
  readonly type: string;
  readonly removal?: Removal;
  readonly conversion?: Conversion;
  /** Under which it was prepared: see `Preparer`. */
  readonly wishes?: string;
}

/** A cargo and its digests. */
export interface HashedCargo {
  readonly cargo: Cargo;
  readonly digests: Digests;
}

/** Hears what happens on the way. */
export type Report = (event: FileEvent) => void;

/** What asking for a permission came to. */
export type PermissionOutcome =
  | { readonly kind: "granted"; readonly grant: SignData }
  /** Nothing has to be sent: this browser has a link that works, or the sign answer knew the object. */
  | { readonly kind: "stored"; readonly result: UploadResult };

/** One file's way, in the parts that have places of their own. All reject with the reason once aborted. */
export interface Journey {
  /** Prepares and hashes the chosen file. What is `known` of it is not hashed again, if that is still what would go up. */
  hash(
    signal: AbortSignal,
    chosen: Blob,
    policy: FilePolicy,
    known: KnownContent | undefined,
    report: Report,
  ): Promise<HashedCargo>;
  /** Asks for a permission to send; nothing is asked for where this browser has a link that works. */
  sign(signal: AbortSignal, hashed: HashedCargo, report: Report): Promise<PermissionOutcome>;
  /**
   * Sends what there is a permission for.
   * @param rowBytes bytes of the chosen file, in which progress is reported.
   * @param mayRenew whether a permission that ran out may be asked for once more; called at most once.
   */
  send(
    signal: AbortSignal,
    hashed: HashedCargo,
    grant: SignData,
    rowBytes: number,
    mayRenew: () => boolean,
    report: Report,
  ): Promise<UploadResult>;
  /** Looks at the link; no answer in time, or a broken look, is an answer too. */
  verify(signal: AbortSignal, url: string): Promise<Extract<FileEvent, { type: "linkChecked" }>>;
}

/** The way through these ports. */
export function createJourney(ports: EnginePorts, options: EngineOptions): Journey {
  const { clock, connectivity, preparer, hasher, signer, putter, verifier, recall } = ports;

  const prepare = async (signal: AbortSignal, chosen: Blob, policy: FilePolicy): Promise<Cargo> => {
    const patience = silenceOf(options.localMs, "file_unreadable");
    const wishes = preparer.wishes?.(chosen);
    const prepared = await watch(clock, signal, patience, (inner) => preparer.prepare(inner, chosen));
    const { blob, type, removal, conversion } = prepared;
    const refused = refuseContent(prepared, policy);
    if (refused !== undefined || type === undefined) throw new UploadError(refused ?? { code: "type_not_accepted" });
    return {
      blob,
      type,
      ...(removal !== undefined && { removal }),
      ...(conversion !== undefined && { conversion }),
      ...(wishes !== undefined && { wishes }),
    };
  };

  /** No answer in time, or a broken look, is no link: then the file goes the usual way. */
  const recallLink = async (signal: AbortSignal, { cargo, digests }: HashedCargo): Promise<string | undefined> => {
    if (!recall || !connectivity.online()) return undefined;
    const patience = silenceOf(options.verifyMs, "unexpected");
    const content = { ...digests, size: cargo.blob.size };
    try {
      return await watch(clock, signal, patience, (inner) => recall.find(inner, content));
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  };

  const askForGrant = async (signal: AbortSignal, hashed: HashedCargo, report: Report): Promise<PermissionOutcome> => {
    report({ type: "signStarted" });
    failOffline("gateway_unreachable");
    const { cargo, digests } = hashed;
    const request = { ...digests, size: cargo.blob.size, type: cargo.type };
    const patience = silenceOf(options.gatewayMs, "gateway_unreachable");
    const ask = () => watch(clock, signal, patience, (inner) => signer.sign(inner, request));
    const grant = await ask().catch((error: unknown) => {
      signal.throwIfAborted();
      // It had ended when it came: somebody on the way may have kept an old one.
      if (remedyFor(toFailure(error).code) !== "afresh") throw error;
      return ask();
    });
    return grant.exists === true ? knownAs(hashed, grant.CDN) : { kind: "granted", grant };
  };

  /** A browser that cannot reach the store at all goes through the gateway, once, where that is offered. */
  const put = async (
    signal: AbortSignal,
    grant: SignData,
    blob: Blob,
    onProgress: (loaded: number) => void,
  ): Promise<PutResult> => {
    let sent = 0;
    const note = (loaded: number) => {
      sent = loaded;
      onProgress(loaded);
    };
    try {
      return await putOneWay(signal, grant, blob, note);
    } catch (error) {
      signal.throwIfAborted();
      const { relay, fallback } = grant;
      if (relay !== undefined || fallback === undefined || sent > 0 || !isOutOfReach(error)) throw error;
      return putOneWay(signal, { ...grant, relay: fallback }, blob, note);
    }
  };

  const putOneWay = (
    signal: AbortSignal,
    grant: SignData,
    blob: Blob,
    onProgress: (loaded: number) => void,
  ): Promise<PutResult> => {
    failOffline("put_unreachable");
    let sent = 0;
    const patience: Patience = {
      limitMs: () => (sent < blob.size ? options.stallMs : options.answerMs),
      failure: { code: "put_stalled" },
    };
    return watch(clock, signal, patience, (inner, alive) =>
      putter.put(inner, grant, blob, (loaded) => {
        if (inner.aborted || !(loaded > sent)) return;
        sent = loaded;
        alive();
        onProgress(loaded);
      }),
    );
  };

  const failOffline = (code: ErrorCode) => {
    if (!connectivity.online()) throw new UploadError({ code, detail: "offline" });
  };

  return {
    async hash(signal, chosen, policy, known, report) {
      report({ type: "prepareStarted" });
      const cargo = await prepare(signal, chosen, policy);
      report({ type: "hashStarted" });
      if (known && isSameContent(known, cargo)) return { cargo, digests: known.digests };
      const patience = silenceOf(options.localMs, "hash_failed");
      const digests = await watch(clock, signal, patience, (inner, alive) =>
        hasher.hash(inner, cargo.blob, (loaded) => {
          if (inner.aborted) return;
          alive();
          report({ type: "hashProgress", loaded: toRowBytes(loaded, cargo.blob.size, chosen.size) });
        }),
      );
      return { cargo, digests };
    },

    async sign(signal, hashed, report) {
      const link = await recallLink(signal, hashed);
      return link !== undefined ? knownAs(hashed, link) : askForGrant(signal, hashed, report);
    },

    async send(signal, hashed, grant, rowBytes, mayRenew, report) {
      const { blob } = hashed.cargo;
      const onProgress = (loaded: number) =>
        report({ type: "putProgress", loaded: toRowBytes(loaded, blob.size, rowBytes) });
      let permission = grant;
      for (;;) {
        report({ type: "putStarted" });
        try {
          return resultOf(hashed, permission.CDN, await put(signal, permission, blob, onProgress));
        } catch (error) {
          if (remedyFor(toFailure(error).code) !== "afresh" || !mayRenew()) throw error;
        }
        const outcome = await askForGrant(signal, hashed, report);
        if (outcome.kind === "stored") return outcome.result;
        permission = outcome.grant;
      }
    },

    async verify(signal, url) {
      try {
        const patience = silenceOf(options.verifyMs, "unexpected");
        const check = await watch(clock, signal, patience, (inner) => verifier.verify(inner, url));
        const { confirmed, ...pixels } = check;
        return { type: "linkChecked", link: confirmed ? { kind: "confirmed", ...pixels } : { kind: "unconfirmed" } };
      } catch {
        signal.throwIfAborted();
        return { type: "linkChecked", link: { kind: "unconfirmed" } };
      }
    },
  };
}

/**
 * Progress in the chosen file's bytes, although the bytes that are hashed and sent may be more or fewer: a row has one
 * size. Only everything gives everything.
 */
function toRowBytes(loaded: number, cargoBytes: number, rowBytes: number): number {
  return Math.min(rowBytes, Math.max(0, Math.floor((loaded / cargoBytes) * rowBytes)));
}

function resultOf({ cargo, digests }: HashedCargo, url: string, answer: PutResult): UploadResult {
  return {
    ...digests,
    url,
    size: cargo.blob.size,
    type: cargo.type,
    deduped: answer.existed,
    requestId: answer.requestId,
    ...(cargo.removal !== undefined && { removal: cargo.removal }),
    ...(cargo.conversion !== undefined && { conversion: cargo.conversion }),
  };
}

/** The object is there already. */
function knownAs(hashed: HashedCargo, url: string): PermissionOutcome {
  return { kind: "stored", result: resultOf(hashed, url, { existed: true, requestId: undefined }) };
}

/** Refused or swallowed on the way, as far as a browser can tell. */
function isOutOfReach(error: unknown): boolean {
  const { code } = toFailure(error);
  return code === "put_unreachable" || code === "put_stalled";
}

function silenceOf(limitMs: number, code: Failure["code"]): Patience {
  return { limitMs: () => limitMs, failure: { code, detail: `no answer within ${limitMs} ms` } };
}
