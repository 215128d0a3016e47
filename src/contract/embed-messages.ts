import * as v from "valibot";
import { AccessToken } from "./access-token.ts";
import { Md5Hex, Sha1Hex } from "./digest.ts";
import { EMBED_NAMESPACE, INSTANCE_PATTERN, THEME_TOKEN_NAMES } from "./embed-protocol.ts";
import { ErrorCode } from "./errors.ts";
import { explainIssues } from "./explain-issues.ts";
import { LINK_FORMATS, MAX_TEMPLATE_LENGTH } from "./link-format.ts";

/** Names a message, so that a reply can name it. */
const MessageId = v.union([v.pipe(v.string(), v.minLength(1), v.maxLength(64)), v.pipe(v.number(), v.safeInteger())]);
export type MessageId = v.InferOutput<typeof MessageId>;

const Instance = v.pipe(v.string(), v.regex(INSTANCE_PATTERN));

/** Around every message, both ways. `payload` is read by the type's own schema. */
export const Envelope = v.object({
  ns: v.literal(EMBED_NAMESPACE),
  v: v.number(),
  /** Which frame is meant; the frame always says it, the host may. */
  instance: v.optional(Instance),
  id: MessageId,
  type: v.pipe(v.string(), v.maxLength(64)),
  payload: v.optional(v.unknown()),
});
export type Envelope = v.InferOutput<typeof Envelope>;

/** The answer to the message `re`. */
export const Reply = v.object({
  ns: v.literal(EMBED_NAMESPACE),
  v: v.number(),
  instance: v.optional(Instance),
  re: MessageId,
  ok: v.boolean(),
  error: v.optional(v.object({ code: v.string(), message: v.string() })),
});
export type Reply = v.InferOutput<typeof Reply>;

/** Why a host's message was not carried out. `flood`: there were too many within a second. */
export type ReplyErrorCode = "malformed" | "failed" | "flood";

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const AcceptPart = v.pipe(v.string(), v.maxLength(100), v.regex(/^(?:[\w.+-]+\/(?:\*|[\w.+-]+)|\.[\w]+|\*)$/));
/** Empty parts say nothing, as in HTML; with no other, everything is accepted that the gateway accepts. */
const AcceptParts = v.pipe(
  v.array(v.string()),
  v.maxLength(50),
  v.transform((parts) => parts.map((part) => part.trim()).filter((part) => part !== "")),
  v.array(AcceptPart),
  v.transform((parts) => (parts.length > 0 ? parts : ["*"])),
);

/** Link forms that a result can carry besides its URL. */
export const EmbedFormat = v.picklist(LINK_FORMATS);
export type EmbedFormat = v.InferOutput<typeof EmbedFormat>;

/** What a host may choose. It can only narrow what the gateway allows. */
export const EmbedConfig = v.object({
  /** MIME types, `image/*`, or endings such as `.png`: a list, or one text with commas as in HTML. */
  accept: v.optional(
    v.union([
      AcceptParts,
      v.pipe(
        v.string(),
        v.maxLength(1000),
        v.transform((text) => text.split(",")),
        AcceptParts,
      ),
    ]),
  ),
  /** Per file, in bytes. */
  maxBytes: v.optional(Count),
  maxFiles: v.optional(Count),
  /** False: one picture, and a new one takes its place. */
  multiple: v.optional(v.boolean()),
  formats: v.optional(v.array(EmbedFormat)),
  /** For the format `template`. */
  template: v.optional(v.pipe(v.string(), v.maxLength(MAX_TEMPLATE_LENGTH))),
  /** False: files wait for `start`. */
  autoStart: v.optional(v.boolean()),
  /** Whether the page offers to insert what was chosen. */
  insert: v.optional(v.boolean()),
  history: v.optional(v.boolean()),
  settings: v.optional(v.boolean()),
});
export type EmbedConfig = v.InferOutput<typeof EmbedConfig>;

/** An access token; `expiresAt` in ms since the epoch. */
export const EmbedToken = v.object({ value: AccessToken, expiresAt: v.optional(v.number()) });
export type EmbedToken = v.InferOutput<typeof EmbedToken>;

/** How a host wants the frame to look. */
export const EmbedTheme = v.object({
  mode: v.optional(v.picklist(["auto", "light", "dark"])),
  /** Other names are refused, values are looked at where they are applied. */
  tokens: v.optional(v.record(v.picklist(THEME_TOKEN_NAMES), v.pipe(v.string(), v.maxLength(200)))),
});
export type EmbedTheme = v.InferOutput<typeof EmbedTheme>;

/** A BCP 47 language tag. */
const Locale = v.pipe(v.string(), v.regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/), v.maxLength(40));

const Ids = v.optional(v.object({ ids: v.optional(v.pipe(v.array(v.string()), v.maxLength(100_000))) }), {});
const Nothing = v.optional(v.object({}), {});

/** Host → frame: every message's payload. */
export const HOST_MESSAGES = {
  init: v.object({
    version: v.number(),
    config: v.optional(EmbedConfig, {}),
    locale: v.optional(Locale),
    theme: v.optional(EmbedTheme),
    token: v.optional(EmbedToken),
  }),
  "config:update": EmbedConfig,
  theme: EmbedTheme,
  locale: v.object({ locale: Locale }),
  token: EmbedToken,
  // A structured clone is made in the realm that receives it, so `instanceof` holds here.
  "files:add": v.object({ files: v.pipe(v.array(v.instance(File)), v.maxLength(100_000)) }),
  start: Ids,
  pause: Ids,
  cancel: Ids,
  retry: Ids,
  clear: Nothing,
  ping: Nothing,
  destroy: Nothing,
} as const;
/** The types of a host's messages, and each with its payload, read. */
export type HostMessageType = keyof typeof HOST_MESSAGES;
export type HostMessage = {
  [Type in HostMessageType]: {
    readonly type: Type;
    readonly payload: v.InferOutput<(typeof HOST_MESSAGES)[Type]>;
  };
}[HostMessageType];

const FileFacts = { id: v.string(), name: v.string(), size: v.number(), type: v.string() };

/** A finished upload, as the host gets it. */
export const EmbedResult = v.object({
  ...FileFacts,
  /** The CDN link. */
  url: v.string(),
  /** Pixels, where the picture was seen to load. */
  width: v.optional(v.number()),
  height: v.optional(v.number()),
  md5: Md5Hex,
  sha1: Sha1Hex,
  /** It was there before, so nothing was sent. */
  deduped: v.boolean(),
  /** The link in the forms asked for. */
  formats: v.record(EmbedFormat, v.string()),
});
export type EmbedResult = v.InferOutput<typeof EmbedResult>;

/** Frame → host: every message's payload. */
export const FRAME_MESSAGES = {
  ready: v.object({
    versions: v.array(v.number()),
    capabilities: v.array(v.string()),
    instance: v.string(),
    /** Another one after every load of the frame. */
    session: v.string(),
  }),
  resize: v.object({ height: v.number() }),
  "file:added": v.object(FileFacts),
  "file:rejected": v.object({ ...FileFacts, code: ErrorCode, message: v.string() }),
  "file:progress": v.object({ id: v.string(), stage: v.string(), loaded: v.number(), total: v.number() }),
  "file:done": EmbedResult,
  "file:error": v.object({
    id: v.string(),
    /** `cancelled` is no failure of the upload's, but an end that a host has to hear of. */
    code: v.union([ErrorCode, v.literal("cancelled")]),
    message: v.string(),
    retryable: v.boolean(),
    requestId: v.optional(v.string()),
  }),
  /** The person took the row away. */
  "file:removed": v.object({ id: v.string() }),
  "queue:idle": v.object({ done: v.number(), failed: v.number(), results: v.array(EmbedResult) }),
  select: v.object({ results: v.array(EmbedResult) }),
  "copy:request": v.object({ text: v.string() }),
  "token:needed": v.object({ reason: v.picklist(["missing", "expired", "refused"]) }),
  close: v.object({}),
} as const;
/** The types of the frame's messages, and the payload of each. */
export type FrameMessageType = keyof typeof FRAME_MESSAGES;
export type FramePayload<Type extends FrameMessageType> = v.InferOutput<(typeof FRAME_MESSAGES)[Type]>;

/** What a host's message turned out to be; `why` repeats no value of it. */
export type HostReading =
  /** `left` says which parts of an `init` were left out, and why. */
  | { readonly kind: "message"; readonly message: HostMessage; readonly left?: string }
  /** A type of a later version, or of nobody's: not ours to mind. */
  | { readonly kind: "unknown" }
  | { readonly kind: "malformed"; readonly why: string };

/** Reads one host message's payload, once, at the edge. Never throws. */
export function readHostMessage(type: string, payload: unknown): HostReading {
  if (!Object.hasOwn(HOST_MESSAGES, type)) return { kind: "unknown" };
  const parsed = v.safeParse(HostMessage, { type, payload });
  if (parsed.success) return { kind: "message", message: parsed.output };
  const why = explainIssues(parsed.issues, "message");
  if (type !== "init") return { kind: "malformed", why };
  const rest = v.safeParse(HostMessage, { type, payload: leaveOut(payload, parsed.issues) });
  if (rest.success) return { kind: "message", message: rest.output, left: why };
  return { kind: "malformed", why };
}

const PlainObject = v.record(v.string(), v.unknown());

/** `init` without what cannot be read in it: one wrong option must not cost all others, and the embedding with them. */
function leaveOut(payload: unknown, issues: readonly v.BaseIssue<unknown>[]): unknown {
  if (!v.is(PlainObject, payload)) return payload;
  const parts = { ...payload };
  for (const issue of issues) {
    const [, part, option] = (issue.path ?? []).map(({ key }) => key);
    if (typeof part !== "string") continue;
    const inner = parts[part];
    if (option === undefined || !v.is(PlainObject, inner) || part === "token") delete parts[part];
    else parts[part] = Object.fromEntries(Object.entries(inner).filter(([name]) => name !== option));
  }
  return parts;
}

function entry<const Type extends HostMessageType>(type: Type) {
  return v.object({ type: v.literal(type), payload: HOST_MESSAGES[type] });
}

const HostMessage: v.GenericSchema<unknown, HostMessage> = v.variant("type", [
  entry("init"),
  entry("config:update"),
  entry("theme"),
  entry("locale"),
  entry("token"),
  entry("files:add"),
  entry("start"),
  entry("pause"),
  entry("cancel"),
  entry("retry"),
  entry("clear"),
  entry("ping"),
  entry("destroy"),
]);
