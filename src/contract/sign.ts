import * as v from "valibot";
import { Md5Hex, Sha1Hex } from "./digest.ts";
import { ErrorCode } from "./errors.ts";
import { explainIssues } from "./explain-issues.ts";
import { isLoopbackName } from "./origins.ts";

/** The sign API's path, as its publisher has it. */
export const SIGN_PATH = "/tool/cos/sign";

/** Where the relay takes bytes: this, then a ticket. */
export const RELAY_PREFIX = "/upload/";

/** Set to `1` on the relay's answer when the object was in the store already and nothing was written. */
export const EXISTED_HEADER = "x-cosdrop-existed";

/** Success of a sign answer. The same API family answers 200 elsewhere, so both are taken. */
const SUCCESS_CODES: readonly number[] = [0, 200];

const MimeType = v.pipe(v.string(), v.maxLength(100), v.regex(/^[a-z]+\/[a-z0-9][a-z0-9.+-]*$/));

/** The query of `GET /tool/cos/sign`, as strings from the URL; `size` becomes a number of bytes. */
export const SignQuery = v.strictObject({
  sha1: Sha1Hex,
  md5: Md5Hex,
  size: v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,12})$/), v.transform(Number)),
  /** Our one addition to the published contract; upstreams that do not know it ignore it. */
  type: v.optional(MimeType),
});
/** What a file must have to be signed; `size` in bytes, `type` a MIME type. */
export type SignRequest = v.InferOutput<typeof SignQuery>;

/** The request's query string, in the published order. */
export function signSearch(request: SignRequest): string {
  const search = new URLSearchParams({ sha1: request.sha1, md5: request.md5, size: String(request.size) });
  if (request.type !== undefined) search.set("type", request.type);
  return search.toString();
}

/** Text or a whole number, as text: a loosely typed server writes one in the other's place. */
const LooseText = v.pipe(
  v.unknown(),
  v.transform((given) => (Number.isInteger(given) ? String(given) : given)),
  v.string(),
);

const HeaderText = v.pipe(LooseText, v.maxLength(8192), v.regex(/^[\t\x20-\x7e]*$/));
const HeaderName = v.pipe(v.string(), v.maxLength(100), v.regex(/^[A-Za-z0-9-]+$/));

/** An absolute http(s) address without user info; nothing that a click could run. */
const WebAddress = v.pipe(
  v.string(),
  v.maxLength(4096),
  v.check((text) => {
    const url = URL.parse(text);
    return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  }),
);

/** The most characters of a path that takes bytes; nginx as docs/deploy sets it up takes as much, and by itself less. */
export const LONGEST_RELAY_PATH = 8192;

/** A path on this gateway that takes bytes. */
const RelayPath = v.pipe(v.string(), v.maxLength(LONGEST_RELAY_PATH), v.regex(/^\/upload\/[A-Za-z0-9_.~-]+$/));

/** `data` of a successful answer: a signed PUT, and the link that will show the object. */
export const SignData = v.object({
  /** Where the bytes go. */
  url: WebAddress,
  method: v.literal("PUT"),
  /** Headers of the PUT, as signed. A browser may set only some of them. */
  header: v.record(HeaderName, HeaderText),
  /** The link to show and to copy. */
  CDN: WebAddress,
  /** Ours: a path on this gateway that takes the bytes instead of `url`. */
  relay: v.optional(RelayPath),
  /** Ours, where there is no `relay`: such a path for a browser that cannot reach `url`. */
  fallback: v.optional(RelayPath),
  /** Ours: the object is in the store already, so there is nothing to send. */
  exists: v.optional(v.boolean()),
});
export type SignData = v.InferOutput<typeof SignData>;

/** The envelope around every answer, success or not; `data` is read only once `code` says success. */
export const SignEnvelope = v.object({
  code: v.pipe(LooseText, v.regex(/^-?\d{1,9}$/), v.transform(Number)),
  message: v.fallback(v.pipe(v.string(), v.maxLength(2000)), ""),
  /** Optional, or an answer without it would be none at all: refusals often leave it out. */
  data: v.optional(v.unknown()),
  /** `YYYY-MM-DD HH:mm:ss` in UTC+8. */
  time: v.fallback(v.optional(v.string()), undefined),
  pid: v.fallback(v.optional(v.number()), undefined),
  tips: v.fallback(v.optional(v.string()), undefined),
  /** Ours, on errors: which failure it is, so that the page can say it in its own words. */
  reason: v.fallback(v.optional(ErrorCode), undefined),
  /** Ours: what an operator searches the log for. */
  requestId: v.fallback(v.optional(v.string()), undefined),
  /** Ours, beside `token_needed`: the access token was a good one until its time was over. */
  expired: v.fallback(v.optional(v.boolean()), undefined),
});
export type SignEnvelope = v.InferOutput<typeof SignEnvelope>;

/** A success's envelope as we write it: the seed's fields, nothing missing, nothing else. */
export interface SignSuccess {
  code: 0;
  message: string;
  data: SignData;
  time: string;
  pid: number;
  tips: string;
}

/** An error's envelope as we write it; `code` is the HTTP status. */
export interface SignRefusal {
  code: number;
  message: string;
  data: null;
  time: string;
  pid: number;
  tips: string;
  reason: ErrorCode;
  requestId: string;
  expired?: true;
}

/** What a sign API said. `why` names what is wrong with an answer that is none, without any value of it. */
export type SignOutcome =
  | { readonly kind: "granted"; readonly data: SignData }
  | { readonly kind: "refused"; readonly envelope: SignEnvelope }
  | { readonly kind: "nonsense"; readonly why: string };

/** Reads a sign API's parsed JSON, once, at the edge. Never throws: nonsense is an outcome with a reason. */
export function readSignAnswer(json: unknown): SignOutcome {
  const envelope = v.safeParse(SignEnvelope, json);
  if (!envelope.success) return { kind: "nonsense", why: explainIssues(envelope.issues, "answer") };
  if (!SUCCESS_CODES.includes(envelope.output.code)) return { kind: "refused", envelope: envelope.output };
  const data = v.safeParse(SignData, envelope.output.data);
  if (!data.success) return { kind: "nonsense", why: `data: ${explainIssues(data.issues, "answer")}` };
  return { kind: "granted", data: data.output };
}

/**
 * Whether a parsed CDN link may be shown: any https host, for a CDN's name is its operator's choice; plain http only on
 * loopback, or on an origin that the configuration names.
 */
export function isShowableLink(link: string, namedOrigins: readonly string[]): boolean {
  const { protocol, hostname, origin } = new URL(link);
  return protocol === "https:" || isLoopbackName(hostname) || namedOrigins.includes(origin);
}
