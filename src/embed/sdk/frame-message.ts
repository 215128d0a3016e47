import { EMBED_NAMESPACE, EMBED_VERSION } from "../../contract/embed-protocol.ts";

/*
 * Checked by hand and not by schema: valibot alone would be a third of what this script may weigh. The messages come
 * from one window of one origin, so what is checked is their shape, as far as it is read here.
 */

/** A message of the frame's. */
export interface FrameMessage {
  readonly id: string | number;
  readonly instance: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Reads what a window or a port has brought; undefined for everything that is not a message of this version. */
export function readFrameMessage(data: unknown): FrameMessage | undefined {
  if (!isObject(data) || data.ns !== EMBED_NAMESPACE || data.v !== EMBED_VERSION) return undefined;
  const { id, instance, type, payload } = data;
  const named = typeof id === "string" || typeof id === "number";
  if (!named || typeof instance !== "string" || typeof type !== "string" || !isObject(payload)) return undefined;
  return { id, instance, type, payload };
}

const string = "string";
const number = "number";
const RESULT = { id: string, name: string, size: number, type: string, url: string, md5: string, sha1: string };

/** What an event's payload must have for the SDK and its callers to rely on it. */
const SHAPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ready: { instance: string, session: string },
  resize: { height: number },
  "file:added": { id: string, name: string, size: number, type: string },
  "file:rejected": { id: string, name: string, code: string, message: string },
  "file:progress": { id: string, stage: string, loaded: number, total: number },
  "file:done": RESULT,
  "file:error": { id: string, code: string, message: string },
  "file:removed": { id: string },
  "queue:idle": { done: number, failed: number },
  select: {},
  "copy:request": { text: string },
  "token:needed": { reason: string },
  close: {},
};

/** Whether a message is one that we know, with all that it has to have. */
export function isWellFormed({ type, payload }: Pick<FrameMessage, "type" | "payload">): boolean {
  const shape = SHAPES[type];
  if (shape === undefined || !fits(payload, shape)) return false;
  if (type !== "select" && type !== "queue:idle") return true;
  return Array.isArray(payload.results) && payload.results.every((result) => isObject(result) && fits(result, RESULT));
}

function fits(value: Readonly<Record<string, unknown>>, shape: Readonly<Record<string, string>>): boolean {
  return Object.entries(shape).every(([name, type]) => typeof value[name] === type);
}
