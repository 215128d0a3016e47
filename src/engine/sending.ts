import { toFailure } from "../contract/errors.ts";
import type { SignData } from "../contract/sign.ts";
import { type HashedCargo, resultOf, toRowBytes } from "./cargo.ts";
import type { EngineOptions } from "./options.ts";
import type { Sign } from "./permission.ts";
import type { EnginePorts, PutResult } from "./ports.ts";
import { remedyFor } from "./retry.ts";
import type { UploadResult } from "./state.ts";
import { failOffline, type Report } from "./step.ts";
import { type Patience, watch } from "./watch.ts";

/** What there is a permission for. */
export interface Shipment {
  readonly hashed: HashedCargo;
  readonly grant: SignData;
  /** Bytes of the chosen file, in which progress is reported. */
  readonly rowBytes: number;
  /** Whether a permission that ran out may be asked for once more; called at most once. */
  mayRenew(): boolean;
}

/** Sends what there is a permission for. */
export type Send = (signal: AbortSignal, shipment: Shipment, report: Report) => Promise<UploadResult>;

/** Puts a blob where the grant says. @param onProgress bytes sent so far. */
type Put = (
  signal: AbortSignal,
  grant: SignData,
  blob: Blob,
  onProgress: (loaded: number) => void,
) => Promise<PutResult>;

/** @param sign asks for another permission when one ran out on the way. */
export function createSend(ports: EnginePorts, options: EngineOptions, sign: Sign): Send {
  const put = withDetour(createPut(ports, options));
  return async (signal, { hashed, grant, rowBytes, mayRenew }, report) => {
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
      const outcome = await sign(signal, hashed, report);
      if (outcome.kind === "stored") return outcome.result;
      permission = outcome.grant;
    }
  };
}

/** A browser that cannot reach the store at all goes through the gateway, once, where that is offered. */
function withDetour(put: Put): Put {
  return async (signal, grant, blob, onProgress) => {
    let sent = 0;
    const note = (loaded: number) => {
      sent = loaded;
      onProgress(loaded);
    };
    try {
      return await put(signal, grant, blob, note);
    } catch (error) {
      signal.throwIfAborted();
      const { relay, fallback } = grant;
      if (relay !== undefined || fallback === undefined || sent > 0 || !isOutOfReach(error)) throw error;
      return put(signal, { ...grant, relay: fallback }, blob, note);
    }
  };
}

/** Refused or swallowed on the way, as far as a browser can tell. */
function isOutOfReach(error: unknown): boolean {
  const { code } = toFailure(error);
  return code === "put_unreachable" || code === "put_stalled";
}

/** One way, watched: bytes have to leave the page, and an answer to come once all of them have. */
function createPut({ clock, connectivity, putter }: EnginePorts, { stallMs, answerMs }: EngineOptions): Put {
  return (signal, grant, blob, onProgress) => {
    failOffline(connectivity, "put_unreachable");
    let sent = 0;
    const patience: Patience = {
      limitMs: () => (sent < blob.size ? stallMs : answerMs),
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
}
