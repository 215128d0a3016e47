import { type ErrorCode, UploadError } from "../contract/errors.ts";
import type { Connectivity } from "./ports.ts";
import type { FileEvent } from "./transition.ts";
import type { Patience } from "./watch.ts";

/** Hears what happens on the way. */
export type Report = (event: FileEvent) => void;

/** For a step that says nothing until it answers. @param limitMs how long that may take, in ms. */
export function silenceOf(limitMs: number, code: ErrorCode): Patience {
  return { limitMs: () => limitMs, failure: { code, detail: `no answer within ${limitMs} ms` } };
}

/** Raises `code` where there is no network: a step that needs it does not begin. */
export function failOffline(connectivity: Connectivity, code: ErrorCode): void {
  if (!connectivity.online()) throw new UploadError({ code, detail: "offline" });
}
