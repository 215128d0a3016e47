import type { ErrorCode } from "../../src/contract/errors.ts";
import type { PutFault, SignFault } from "../third-party/faults.ts";

/** Where the bytes go: straight to the embedded store, or through the relay to somebody else's. */
export type Way = "direct" | "relay";

/** What the browser is made to meet between the page and a server. */
export type LineFault =
  | { readonly kind: "reset" }
  | { readonly kind: "silent" }
  | { readonly kind: "slow"; readonly ms: number }
  /** The bytes arrive, and the answer never does. */
  | { readonly kind: "lost answer" }
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly body: string;
      readonly type: string;
      /** In seconds; readable for the page. */
      readonly retryAfter?: number;
      /** The bytes arrive all the same. */
      readonly stored?: boolean;
      readonly etag?: string;
    };

/** What a person does in the middle of a stage. */
export type PersonFault = "cancels" | "pauses" | "reloads" | "hides the tab" | "goes offline";

export interface FaultCase {
  readonly way: Way;
  /** Which request, or which part of the page's work. */
  readonly stage: "prepare" | "hash" | "config" | "sign" | "put" | "link";
  readonly fault:
    | { readonly line: LineFault }
    | { readonly sign: SignFault }
    | { readonly put: PutFault }
    | { readonly person: PersonFault }
    /** The file, in the middle of the stage. */
    | { readonly disk: "changes" | "is deleted" }
    | { readonly worker: "crashes" }
    | { readonly browser: "has no room" };
  /** How often; for ever unless given. */
  readonly times?: number;
  /** A link with the same bytes, or a failure with this code. */
  readonly ends: "done" | ErrorCode;
  /** Of a link: it was not seen to show its picture, or the object was there already. Neither unless given. */
  readonly link?: "unconfirmed" | "existed";
  /** The object is in the store before the page comes. */
  readonly there?: boolean;
}

type More = Pick<FaultCase, "times" | "link" | "there">;

const often = (more: number | More | undefined): More => (typeof more === "number" ? { times: more } : (more ?? {}));

export const reset: LineFault = { kind: "reset" };
export const silent: LineFault = { kind: "silent" };
export const slow: LineFault = { kind: "slow", ms: 1_500 };
export const lost: LineFault = { kind: "lost answer" };
export const json = (status: number, body: unknown): LineFault => ({
  kind: "answer",
  status,
  body: JSON.stringify(body),
  type: "application/json",
});
export const xml = (
  status: number,
  code: string,
  more: { readonly retryAfter?: number; readonly stored?: boolean } = {},
): LineFault => ({
  kind: "answer",
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  type: "application/xml",
  ...more,
});
export const html = (status: number): Extract<LineFault, { kind: "answer" }> => ({
  kind: "answer",
  status,
  body: "<html>a proxy's own page</html>",
  type: "text/html",
});
/** A store that took other bytes, and says so without knowing. */
export const otherBytes: LineFault = { ...html(200), body: "", etag: `"${"0".repeat(32)}"` };
export const refusal = (status: number, reason: ErrorCode) =>
  json(status, { code: status, message: reason, data: null, reason });

/*
 * The kinds of cases. The last parameter says how often, or more than that.
 */
export const line = (
  way: Way,
  stage: FaultCase["stage"],
  fault: LineFault,
  ends: FaultCase["ends"],
  more?: number | More,
): FaultCase => ({ way, stage, fault: { line: fault }, ends, ...often(more) });
export const sign = (fault: SignFault, ends: FaultCase["ends"], more?: number | More): FaultCase => ({
  way: "relay",
  stage: "sign",
  fault: { sign: fault },
  ends,
  ...often(more),
});
export const put = (fault: PutFault, ends: FaultCase["ends"], more?: number | More): FaultCase => ({
  way: "relay",
  stage: "put",
  fault: { put: fault },
  ends,
  ...often(more),
});
/** Offline means little on loopback, where the gateway is the page's own machine: those cases use another name. */
export const person = (stage: FaultCase["stage"], what: PersonFault, more?: More): FaultCase => ({
  way: what === "goes offline" ? "relay" : "direct",
  stage,
  fault: { person: what },
  ends: "done",
  ...more,
});
export const local = (
  stage: FaultCase["stage"],
  fault: Extract<FaultCase["fault"], { disk: unknown } | { worker: unknown } | { browser: unknown }>,
  ends: FaultCase["ends"],
  more?: number | More,
): FaultCase => ({ way: "direct", stage, fault, ends, ...often(more) });

/** A case in words, for the name of its test. */
export function describeFault({ way, stage, fault, times, ends, link }: FaultCase, index: number): string {
  const howOften = times === undefined ? "" : `, ${times === 1 ? "once" : `${times} times`}`;
  const end = link === undefined ? ends : `${ends}, ${link}`;
  return `${index + 1}. ${way}, ${stage}: ${faultInWords(fault)}${howOften} → ${end}`;
}

function faultInWords(fault: FaultCase["fault"]): string {
  if ("line" in fault) return describeLine(fault.line);
  if ("sign" in fault) return `sign API: ${fault.sign}`;
  if ("put" in fault) return `store: ${fault.put}`;
  if ("disk" in fault) return `the file ${fault.disk}`;
  if ("worker" in fault) return `the worker ${fault.worker}`;
  if ("browser" in fault) return `the browser ${fault.browser}`;
  return `the person ${fault.person}`;
}

function describeLine(fault: LineFault): string {
  if (fault.kind !== "answer") return fault.kind;
  if (fault.etag !== undefined) return `${fault.status} with an ETag of other bytes`;
  const said = /(?<=<Code>)\w+|(?<="reason":")\w+/.exec(fault.body)?.[0] ?? fault.type;
  const wait = fault.retryAfter === undefined ? "" : `, Retry-After ${fault.retryAfter}`;
  return `${fault.status} ${said}${wait}${fault.stored ? ", though the bytes arrived" : ""}`;
}
