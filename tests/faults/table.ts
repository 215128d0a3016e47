import type { ErrorCode } from "../../src/contract/errors.ts";
import type { PutFault, SignFault } from "../third-party/faults.ts";

/** Where the bytes go: straight to the embedded store, or through the relay to somebody else's. */
export type Way = "direct" | "relay";

/** What the browser is made to meet between the page and a server. */
export type LineFault =
  | { readonly kind: "reset" }
  | { readonly kind: "silent" }
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "answer"; readonly status: number; readonly body: string; readonly type: string };

export interface FaultCase {
  readonly way: Way;
  /** Which request, or which part of the page's life. */
  readonly stage: "config" | "sign" | "put" | "link";
  readonly fault:
    | { readonly line: LineFault }
    | { readonly sign: SignFault }
    | { readonly put: PutFault }
    | { readonly person: "cancels" | "pauses" | "reloads" | "hides the tab" | "goes offline" };
  /** How often; for ever unless given. */
  readonly times?: number;
  /** A link with the same bytes, or a failure with this code. */
  readonly ends: "done" | ErrorCode;
}

const reset: LineFault = { kind: "reset" };
const silent: LineFault = { kind: "silent" };
const slow: LineFault = { kind: "slow", ms: 1_500 };
const json = (status: number, body: unknown): LineFault => ({
  kind: "answer",
  status,
  body: JSON.stringify(body),
  type: "application/json",
});
const xml = (status: number, code: string): LineFault => ({
  kind: "answer",
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  type: "application/xml",
});
const html = (status: number): LineFault => ({
  kind: "answer",
  status,
  body: "<html>a proxy's own page</html>",
  type: "text/html",
});
const refusal = (status: number, reason: ErrorCode) =>
  json(status, { code: status, message: reason, data: null, reason });

const line = (
  way: Way,
  stage: FaultCase["stage"],
  fault: LineFault,
  ends: FaultCase["ends"],
  times?: number,
): FaultCase => ({ way, stage, fault: { line: fault }, ends, ...(times !== undefined && { times }) });
const sign = (fault: SignFault, ends: FaultCase["ends"], times?: number): FaultCase => ({
  way: "relay",
  stage: "sign",
  fault: { sign: fault },
  ends,
  ...(times !== undefined && { times }),
});
const put = (fault: PutFault, ends: FaultCase["ends"], times?: number): FaultCase => ({
  way: "relay",
  stage: "put",
  fault: { put: fault },
  ends,
  ...(times !== undefined && { times }),
});
const person = (
  stage: FaultCase["stage"],
  what: Extract<FaultCase["fault"], { person: unknown }>["person"],
): FaultCase => ({ way: "direct", stage, fault: { person: what }, ends: "done" });

/** Every stage of a file's way against everything that can go wrong there. */
export const FAULTS: readonly FaultCase[] = [
  // The configuration.
  line("direct", "config", reset, "done", 2),
  line("direct", "config", html(502), "done", 2),
  line("direct", "config", slow, "done"),

  // Signing: the line to the gateway.
  line("direct", "sign", reset, "done", 2),
  line("direct", "sign", reset, "gateway_unreachable"),
  line("direct", "sign", silent, "done", 1),
  line("direct", "sign", silent, "sign_timeout"),
  line("direct", "sign", slow, "done"),
  line("direct", "sign", html(200), "sign_nonsense"),
  line("direct", "sign", json(200, { code: 0, data: { url: "javascript:alert(1)" } }), "sign_nonsense"),
  line("direct", "sign", refusal(400, "bad_request"), "bad_request"),
  line("direct", "sign", refusal(401, "token_needed"), "token_needed"),
  line("direct", "sign", refusal(413, "too_large"), "too_large"),
  line("direct", "sign", refusal(429, "rate_limited"), "done", 2),
  line("direct", "sign", refusal(429, "rate_limited"), "rate_limited"),
  line("direct", "sign", refusal(429, "daily_limit"), "daily_limit"),
  line("direct", "sign", refusal(500, "gateway_failed"), "done", 2),
  line("direct", "sign", refusal(500, "gateway_failed"), "gateway_failed"),
  line("direct", "sign", refusal(502, "sign_unreachable"), "sign_unreachable"),

  // Signing: somebody else's sign API behind the gateway.
  sign("refuse", "sign_refused"),
  sign("reset", "sign_unreachable"),
  sign("reset", "done", 1),
  sign("malformed", "sign_nonsense"),
  sign("not-an-envelope", "sign_nonsense"),
  sign("script-link", "sign_nonsense"),
  sign("foreign-url", "sign_destination_refused"),

  // Sending: straight to the store.
  line("direct", "put", reset, "done", 2),
  line("direct", "put", reset, "put_unreachable"),
  line("direct", "put", silent, "done", 1),
  line("direct", "put", silent, "put_stalled"),
  line("direct", "put", slow, "done"),
  line("direct", "put", xml(403, "SignatureDoesNotMatch"), "signature_refused"),
  line("direct", "put", xml(403, "RequestTimeTooSkewed"), "done", 1),
  line("direct", "put", xml(403, "RequestTimeTooSkewed"), "signature_expired"),
  line("direct", "put", xml(400, "BadDigest"), "digest_mismatch"),
  line("direct", "put", xml(400, "EntitySizeNotMatch"), "length_mismatch"),
  line("direct", "put", xml(400, "EntityTooLarge"), "too_large"),
  line("direct", "put", xml(500, "InternalError"), "done", 2),
  line("direct", "put", xml(500, "InternalError"), "store_failed"),
  line("direct", "put", xml(503, "SlowDown"), "done", 2),
  line("direct", "put", xml(503, "SlowDown"), "store_busy"),
  line("direct", "put", xml(507, "InsufficientStorage"), "store_full"),
  line("direct", "put", html(404), "put_refused"),
  line("direct", "put", html(502), "store_failed"),

  // Sending: through the relay to a store that misbehaves.
  put("internal-error", "done", 2),
  put("internal-error", "store_failed"),
  put("slow-down", "done", 1),
  put("reset", "done", 1),
  put("reset-midway", "done", 1),
  put("slow", "done"),
  put("refuse-at-once", "signature_refused"),
  put("malformed", "put_refused"),

  // The look at the link: nothing that goes wrong there is a failure.
  line("direct", "link", reset, "done"),
  line("direct", "link", html(404), "done"),
  line("direct", "link", slow, "done"),

  // The person and the browser.
  person("sign", "cancels"),
  person("put", "cancels"),
  person("sign", "pauses"),
  person("put", "pauses"),
  person("sign", "reloads"),
  person("put", "reloads"),
  person("put", "hides the tab"),
  person("sign", "goes offline"),
];

/** A case in words, for the name of its test. */
export function describeFault({ way, stage, fault, times, ends }: FaultCase, index: number): string {
  const what =
    "line" in fault
      ? describeLine(fault.line)
      : "sign" in fault
        ? `sign API: ${fault.sign}`
        : "put" in fault
          ? `store: ${fault.put}`
          : `the person ${fault.person}`;
  const often = times === undefined ? "" : `, ${times === 1 ? "once" : `${times} times`}`;
  return `${index + 1}. ${way}, ${stage}: ${what}${often} → ${ends}`;
}

function describeLine(fault: LineFault): string {
  if (fault.kind !== "answer") return fault.kind;
  return `${fault.status} ${/(?<=<Code>)\w+|(?<="reason":")\w+/.exec(fault.body)?.[0] ?? fault.type}`;
}
