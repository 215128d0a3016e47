import {
  type HostMessage,
  type MessageId,
  type Reply,
  type ReplyErrorCode,
  readHostMessage,
} from "../../contract/embed-messages.ts";
import { EMBED_NAMESPACE, EMBED_VERSION } from "../../contract/embed-protocol.ts";
import { admitMessage, FLOOD } from "./admit-message.ts";
import { createFloodGuard } from "./flood-guard.ts";
import type { Bridge } from "./frame-query.ts";
import type { Hints } from "./hints.ts";

/** Sends one envelope; the transport decides how. */
export type Post = (envelope: object) => void;

/** What becomes of what was received. */
export interface ReceiverOptions {
  readonly instance: string;
  readonly bridge: Bridge;
  readonly hints: Hints;
  /** The host has answered a message of the frame's. */
  onReply(reply: Reply): void;
  /** Throws to have the host told that it was not done. */
  onMessage(message: HostMessage): void;
  /** An `init` was taken and answered. @param port what all else goes over; undefined where that is the window. */
  onInit(port: MessagePort | undefined): void;
}

/**
 * Takes one event of the host's.
 * @param answer the way back to whoever sent it.
 * @param own the port that the event came by, where it did not come by the window.
 */
export type Receive = (event: Pick<MessageEvent<unknown>, "data" | "ports">, answer: Post, own?: MessagePort) => void;

/** Reads, carries out and answers what the host sends; what is not taken is hinted at, and refused where it can be. */
export function createReceiver(options: ReceiverOptions): Receive {
  const { instance, bridge, hints } = options;
  const admit = createFloodGuard(() => performance.now());

  return ({ data, ports }, answer, own) => {
    const read = admitMessage(data, instance, admit, hints);
    if (read === undefined) return;
    if (read.kind === "reply") return options.onReply(read.reply);

    const reply = (error?: ReplyError) => answer(replyTo(read.id, instance, error));
    const refuse = (code: ReplyErrorCode, message: string) => {
      hints.say(`${code} ${read.type}`, `the message "${read.type}" was ignored: ${message}`);
      reply({ code, message });
    };

    if (read.flooding) return reply({ code: "flood", message: FLOOD });
    const reading = readHostMessage(read.type, read.payload);
    if (reading.kind === "unknown") return;
    if (reading.kind === "malformed") return refuse("malformed", reading.why);
    const { message, left } = reading;
    if (left !== undefined) hints.say("left out", `a part of "${read.type}" was ignored: ${left}`);
    const nextPort = ports[0] ?? (bridge === "port" ? own : undefined);
    const fault = faultOf(message, bridge, nextPort);
    if (fault !== undefined) return refuse("malformed", fault);
    try {
      options.onMessage(message);
      reply();
      if (message.type === "init") options.onInit(nextPort);
    } catch (error) {
      refuse("failed", error instanceof Error ? error.message : String(error));
    }
  };
}

const NO_PORT = "it brought no MessagePort; transfer one with it, or put ?bridge=window into the frame's address";

/** Why a message that reads well is not taken all the same, for its version or the way that it came by. */
function faultOf(message: HostMessage, bridge: Bridge, port: MessagePort | undefined): string | undefined {
  const isInit = message.type === "init";
  if (isInit && message.payload.version !== EMBED_VERSION) {
    return `version ${message.payload.version} was asked for; this frame speaks ${EMBED_VERSION}`;
  }
  if (bridge === "window" || port !== undefined) return undefined;
  return isInit ? NO_PORT : "it came by window.postMessage; send it over the port of `init`";
}

interface ReplyError {
  readonly code: ReplyErrorCode;
  readonly message: string;
}

function replyTo(id: MessageId, instance: string, error: ReplyError | undefined) {
  return {
    ns: EMBED_NAMESPACE,
    v: EMBED_VERSION,
    instance,
    re: id,
    ok: error === undefined,
    ...(error && { error }),
  };
}
