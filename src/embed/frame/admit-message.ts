import * as v from "valibot";
import { Envelope, type MessageId, Reply } from "../../contract/embed-messages.ts";
import { EMBED_NAMESPACE, EMBED_VERSION } from "../../contract/embed-protocol.ts";
import type { Admission } from "./flood-guard.ts";
import type { Hints } from "./hints.ts";

/** What an envelope holds: an answer to what the frame has sent, or a message whose payload is not read yet. */
export type Admitted =
  | { readonly kind: "reply"; readonly reply: Reply }
  | {
      readonly kind: "message";
      readonly id: MessageId;
      readonly type: string;
      readonly payload: unknown;
      /** One too many. */
      readonly flooding: boolean;
    };

/** Why a message that floods is not taken. */
export const FLOOD = "there were too many messages within a second; the rest of them was ignored";

/** What is common to all messages: ours, not too many, of this version, for this frame, and in an envelope. */
export function admitMessage(
  data: unknown,
  instance: string,
  admit: () => Admission,
  hints: Hints,
): Admitted | undefined {
  if (!isOurs(data)) return undefined;
  const admission = admit();
  if (admission !== "pass") hints.say("flood", FLOOD);
  if (admission === "drop") return undefined;
  const parsed = v.safeParse(v.union([Reply, Envelope]), data);
  if (!parsed.success) {
    hints.say("envelope", "a message was ignored: its envelope needs ns, v, id, type and payload");
    return undefined;
  }
  const read = parsed.output;
  const { v: version, instance: meant } = read;
  if (version !== EMBED_VERSION) {
    hints.say("version", `a message of version ${version} was ignored: this frame speaks ${EMBED_VERSION}`);
    return undefined;
  }
  if (meant !== undefined && meant !== instance) {
    hints.say("instance", "a message for another frame was ignored");
    return undefined;
  }
  if ("re" in read) return { kind: "reply", reply: read };
  return { kind: "message", id: read.id, type: read.type, payload: read.payload, flooding: admission === "refuse" };
}

/** Whether something that was posted is of this protocol; a window hears a good deal else. */
export function isOurs(data: unknown): boolean {
  return typeof data === "object" && data !== null && "ns" in data && data.ns === EMBED_NAMESPACE;
}
