import type { EngineOptions } from "./options.ts";
import type { EnginePorts } from "./ports.ts";
import { silenceOf } from "./step.ts";
import type { FileEvent } from "./transition.ts";
import { watch } from "./watch.ts";

/** Looks at a link; no answer in time, or a broken look, is an answer too. */
export type Verify = (signal: AbortSignal, url: string) => Promise<Extract<FileEvent, { type: "linkChecked" }>>;

/** A look that takes `verifyMs` at most. */
export function createVerify({ clock, verifier }: EnginePorts, { verifyMs }: EngineOptions): Verify {
  return async (signal, url) => {
    try {
      const patience = silenceOf(verifyMs, "unexpected");
      const check = await watch(clock, signal, patience, (inner) => verifier.verify(inner, url));
      const { confirmed, ...pixels } = check;
      return { type: "linkChecked", link: confirmed ? { kind: "confirmed", ...pixels } : { kind: "unconfirmed" } };
    } catch {
      signal.throwIfAborted();
      return { type: "linkChecked", link: { kind: "unconfirmed" } };
    }
  };
}
