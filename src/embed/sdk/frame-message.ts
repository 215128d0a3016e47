import { EMBED_NAMESPACE, EMBED_VERSION } from "../../contract/embed-protocol.ts";
import type { Hint } from "./hint.ts";

/*
 * Checked by hand and not by schema: valibot alone would be a third of what this script may weigh. The messages come
 * from one window of one origin, so what is checked is their shape, as far as it is read here.
 */

/** A message of the frame's. */
export interface FrameMessage {
  /** For the reply. */
  readonly id: unknown;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The frame's answer to the message `re`. */
export interface FrameReply {
  readonly re: string;
  readonly ok: boolean;
  /** Why it was not done, for developers. */
  readonly why: string;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Whether this is of our protocol at all: a window hears everybody's messages. */
export function isOurs(data: unknown): data is Record<string, unknown> {
  return isObject(data) && data.ns === EMBED_NAMESPACE;
}

/** Reads what the frame has sent; undefined, and a hint, for what is not right. Types of a later version are ignored. */
export function readFrameMessage(data: unknown, instance: string, hint: Hint): FrameMessage | FrameReply | undefined {
  if (!isOurs(data)) return undefined;
  const { id, type, payload, re, ok, error } = data;
  if (data.v !== EMBED_VERSION) return hint(OTHER_VERSION);
  if (data.instance !== instance) return hint(OTHER_FRAME);
  if (typeof re === "string") return { re, ok: ok === true, why: isObject(error) ? String(error.message) : "" };
  if (typeof type !== "string" || !Object.hasOwn(SHAPES, type)) return undefined;
  return isWellFormed(type, payload) ? { id, type, payload } : hint(`ignored a malformed "${type}"`);
}

/** What to say of a message that is of none of ours. */
export const OTHER_FRAME = "ignored another frame";

/** What to do about a frame of another version. */
export const OTHER_VERSION = `ignored another protocol than ${EMBED_VERSION}: load embed.js from the service itself`;

/** What fields are, wherever they come up; all others are texts. */
const NUMBERS = "height size loaded total done failed";
const FLAGS = "deduped retryable";

/** What a payload must have for the SDK and its callers to rely on it. */
const SHAPES: Readonly<Record<string, string>> = {
  ready: "session versions",
  resize: "height",
  "file:added": "id name size type",
  "file:rejected": "id name size type code message",
  "file:progress": "id stage loaded total",
  "file:done": "id name size type url md5 sha1 deduped formats",
  "file:error": "id code message retryable",
  "file:removed": "id",
  "queue:idle": "done failed results",
  select: "results",
  "copy:request": "text",
  "token:needed": "reason",
  close: "",
};

function isWellFormed(type: string, payload: unknown): payload is FrameMessage["payload"] {
  return (
    isObject(payload) &&
    (SHAPES[type]?.match(/\w+/g) ?? []).every((field) => {
      const value = payload[field];
      if (field === "versions") return Array.isArray(value);
      if (field === "results")
        return Array.isArray(value) && value.every((result) => isWellFormed("file:done", result));
      if (field === "formats") return isObject(value);
      return typeof value === (NUMBERS.includes(field) ? "number" : FLAGS.includes(field) ? "boolean" : "string");
    })
  );
}
