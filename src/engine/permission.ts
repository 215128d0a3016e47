import { toFailure } from "../contract/errors.ts";
import type { SignData } from "../contract/sign.ts";
import { type HashedCargo, resultOf } from "./cargo.ts";
import type { EngineOptions } from "./options.ts";
import type { EnginePorts } from "./ports.ts";
import { remedyFor } from "./retry.ts";
import type { UploadResult } from "./state.ts";
import { failOffline, type Report, silenceOf } from "./step.ts";
import { watch } from "./watch.ts";

/** What asking for a permission came to. */
export type PermissionOutcome =
  | { readonly kind: "granted"; readonly grant: SignData }
  /** Nothing has to be sent: this browser has a link that works, or the sign answer knew the object. */
  | { readonly kind: "stored"; readonly result: UploadResult };

/** Asks for a permission to send. */
export type Sign = (signal: AbortSignal, hashed: HashedCargo, report: Report) => Promise<PermissionOutcome>;

/** Asks the sign API alone. */
export function createSign({ clock, connectivity, signer }: EnginePorts, { gatewayMs }: EngineOptions): Sign {
  return async (signal, hashed, report) => {
    report({ type: "signStarted" });
    failOffline(connectivity, "gateway_unreachable");
    const { cargo, digests } = hashed;
    const request = { ...digests, size: cargo.blob.size, type: cargo.type };
    const patience = silenceOf(gatewayMs, "gateway_unreachable");
    const ask = () => watch(clock, signal, patience, (inner) => signer.sign(inner, request));
    const grant = await ask().catch((error: unknown) => {
      signal.throwIfAborted();
      // It had ended when it came: somebody on the way may have kept an old one.
      if (remedyFor(toFailure(error).code) !== "afresh") throw error;
      return ask();
    });
    return grant.exists === true ? knownAs(hashed, grant.CDN) : { kind: "granted", grant };
  };
}

/** Nothing is asked for where this browser has a link that works; else by `sign`. */
export function withRecall(
  { clock, connectivity, recall }: EnginePorts,
  { verifyMs }: EngineOptions,
  sign: Sign,
): Sign {
  /** No answer in time, or a broken look, is no link: then the file goes the usual way. */
  const recallLink = async (signal: AbortSignal, { cargo, digests }: HashedCargo): Promise<string | undefined> => {
    if (!recall || !connectivity.online()) return undefined;
    const patience = silenceOf(verifyMs, "unexpected");
    const content = { ...digests, size: cargo.blob.size };
    try {
      return await watch(clock, signal, patience, (inner) => recall.find(inner, content));
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  };

  return async (signal, hashed, report) => {
    const link = await recallLink(signal, hashed);
    return link !== undefined ? knownAs(hashed, link) : sign(signal, hashed, report);
  };
}

/** The object is there already. */
function knownAs(hashed: HashedCargo, url: string): PermissionOutcome {
  return { kind: "stored", result: resultOf(hashed, url, { existed: true, requestId: undefined }) };
}
