import * as v from "valibot";
import {
  Envelope,
  type FrameMessageType,
  type FramePayload,
  type HostMessage,
  type MessageId,
  Reply,
  type ReplyErrorCode,
  readHostMessage,
} from "../../contract/embed-messages.ts";
import {
  EMBED_CAPABILITIES,
  EMBED_NAMESPACE,
  EMBED_VERSION,
  READY_INTERVAL_MS,
  READY_LIMIT_MS,
} from "../../contract/embed-protocol.ts";
import { type Admission, createFloodGuard } from "./flood-guard.ts";
import type { Bridge } from "./frame-query.ts";
import type { Hints } from "./hints.ts";

/** The way to the page around this frame. */
export interface HostLink {
  /** Does nothing while nobody has answered. */
  send<Type extends FrameMessageType>(type: Type, payload: FramePayload<Type>): void;
  /** Sends, and resolves with whether the host says that it did it; false after `patienceMs` without an answer. */
  ask<Type extends FrameMessageType>(type: Type, payload: FramePayload<Type>, patienceMs: number): Promise<boolean>;
  close(): void;
}

/** Who talks to whom, and how. */
export interface HostLinkOptions {
  readonly frame: Window;
  readonly host: Window;
  /** The only origin that is heard and spoken to. */
  readonly hostOrigin: string;
  readonly instance: string;
  /** Another one after every load, so that a host can tell a reload from a repeated `ready`. */
  readonly session: string;
  readonly bridge: Bridge;
  /**
   * The frame has no origin, so the host has no target to post to but `*`, and must not. `ready` brings it a port
   * instead.
   */
  readonly opaque: boolean;
  readonly hints: Hints;
  /** A host has answered, or another one has taken over: it knows nothing yet. */
  onConnect(): void;
  /** Throws to have the host told that it was not done. */
  onMessage(message: HostMessage): void;
}

/** Sends one envelope; the transport decides how. */
type Post = (envelope: object) => void;

/** Says `ready` until it is answered, and then carries messages both ways. */
export function openHostLink(options: HostLinkOptions): HostLink {
  const { frame, host, hostOrigin, instance, session, bridge, opaque, hints } = options;
  const admit = createFloodGuard(() => performance.now());
  const asked = new Map<MessageId, (ok: boolean) => void>();
  const postToWindow: Post = (envelope) => host.postMessage(envelope, hostOrigin);
  /** The near ends of the ports that `ready` has brought. */
  const offered: MessagePort[] = [];
  let current: Post | undefined;
  let port: MessagePort | undefined;
  let answered = false;
  let lastId = 0;

  const envelope = (type: string, payload: object) => {
    lastId += 1;
    return { ns: EMBED_NAMESPACE, v: EMBED_VERSION, instance, id: `f${lastId}`, type, payload };
  };

  const connect = (post: Post) => {
    current = post;
    options.onConnect();
  };

  const adoptPort = (next: MessagePort) => {
    if (port !== next) port?.close();
    port = next;
    next.onmessage = (event) => receive(event.data, event.ports, (reply) => next.postMessage(reply), next);
    connect((message) => next.postMessage(message));
  };

  /** @param own the port that the message came by, where it did not come by the window. */
  const receive = (data: unknown, ports: readonly MessagePort[], answer: Post, own?: MessagePort) => {
    const read = admitMessage(data, instance, admit, hints);
    if (read === undefined) return;
    if (read.kind === "reply") return asked.get(read.reply.re)?.(read.reply.ok);

    const reply = (error?: { code: ReplyErrorCode; message: string }) =>
      answer({
        ns: EMBED_NAMESPACE,
        v: EMBED_VERSION,
        instance,
        re: read.id,
        ok: error === undefined,
        ...(error && { error }),
      });
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
    const isInit = message.type === "init";
    if (isInit && message.payload.version !== EMBED_VERSION) {
      return refuse(
        "malformed",
        `version ${message.payload.version} was asked for; this frame speaks ${EMBED_VERSION}`,
      );
    }
    const nextPort = ports[0] ?? (bridge === "port" ? own : undefined);
    if (bridge === "port" && nextPort === undefined) {
      return refuse("malformed", isInit ? NO_PORT : "it came by window.postMessage; send it over the port of `init`");
    }
    try {
      options.onMessage(message);
      reply();
      if (isInit) answered = true;
      if (isInit && nextPort !== undefined) adoptPort(nextPort);
      // Until now its listener may not have been there to hear.
      else if (isInit) connect(postToWindow);
    } catch (error) {
      refuse("failed", error instanceof Error ? error.message : String(error));
    }
  };

  const onWindowMessage = (event: MessageEvent) => {
    if (!isOurs(event.data)) return;
    if (event.source !== host) {
      return hints.say("source", "a message from another window than the host's was ignored");
    }
    if (event.origin !== hostOrigin) {
      return hints.say(
        `origin ${event.origin}`,
        `a message from ${event.origin} was ignored: this frame talks to ${hostOrigin}`,
      );
    }
    receive(event.data, event.ports, postToWindow);
  };

  /** Another port each time: one that was transferred to a host that did not listen yet is lost. */
  const offerPort = (): MessagePort[] => {
    if (!opaque) return [];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => receive(event.data, event.ports, (reply) => port1.postMessage(reply), port1);
    offered.push(port1);
    return [port2];
  };

  const sayReady = () =>
    host.postMessage(
      envelope("ready", { versions: [EMBED_VERSION], capabilities: [...EMBED_CAPABILITIES], instance, session }),
      hostOrigin,
      offerPort(),
    );

  const startedAt = performance.now();
  const repeat = setInterval(() => {
    if (!answered && performance.now() - startedAt < READY_LIMIT_MS) return sayReady();
    clearInterval(repeat);
    if (!answered && bridge === "port") hints.say("silence", `${hostOrigin} did not answer "ready" with "init"`);
  }, READY_INTERVAL_MS);
  frame.addEventListener("message", onWindowMessage);
  sayReady();
  if (bridge === "window") connect(postToWindow);

  return {
    send: (type, payload) => current?.(envelope(type, payload)),
    ask(type, payload, patienceMs) {
      const message = envelope(type, payload);
      if (current === undefined) return Promise.resolve(false);
      const answer = new Promise<boolean>((resolve) => {
        asked.set(message.id, resolve);
        setTimeout(() => resolve(false), patienceMs);
      });
      current(message);
      return answer.finally(() => asked.delete(message.id));
    },
    close() {
      clearInterval(repeat);
      frame.removeEventListener("message", onWindowMessage);
      port?.close();
      for (const each of offered) each.close();
      current = undefined;
    },
  };
}

const NO_PORT = "it brought no MessagePort; transfer one with it, or put ?bridge=window into the frame's address";

function isOurs(data: unknown): boolean {
  return typeof data === "object" && data !== null && "ns" in data && data.ns === EMBED_NAMESPACE;
}

type Admitted =
  | { readonly kind: "reply"; readonly reply: Reply }
  | {
      readonly kind: "message";
      readonly id: MessageId;
      readonly type: string;
      readonly payload: unknown;
      /** One too many. */
      readonly flooding: boolean;
    };

const FLOOD = "there were too many messages within a second; the rest of them was ignored";

/** What is common to all messages: ours, not too many, of this version, for this frame, and in an envelope. */
function admitMessage(data: unknown, instance: string, admit: () => Admission, hints: Hints): Admitted | undefined {
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
