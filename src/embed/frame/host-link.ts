import type { FrameMessageType, FramePayload, HostMessage, MessageId } from "../../contract/embed-messages.ts";
import { EMBED_CAPABILITIES, EMBED_NAMESPACE, EMBED_VERSION } from "../../contract/embed-protocol.ts";
import { isOurs } from "./admit-message.ts";
import type { Bridge } from "./frame-query.ts";
import type { Hints } from "./hints.ts";
import { createReceiver, type Post } from "./receive-message.ts";
import { repeatReady } from "./repeat-ready.ts";

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

/** Says `ready` until it is answered, and then carries messages both ways. */
export function openHostLink(options: HostLinkOptions): HostLink {
  const { frame, host, hostOrigin, instance, session, bridge, opaque, hints } = options;
  const envelope = createEnvelopes(instance);
  const asked: Asked = new Map();
  const postToWindow: Post = (envelope) => host.postMessage(envelope, hostOrigin);
  let current: Post | undefined;
  let port: MessagePort | undefined;

  const connect = (post: Post) => {
    current = post;
    options.onConnect();
  };

  const receive = createReceiver({
    instance,
    bridge,
    hints,
    onReply: ({ re, ok }) => asked.get(re)?.(ok),
    onMessage: options.onMessage,
    onInit(next) {
      ready.answered();
      if (next !== undefined) adoptPort(next);
      // Until now its listener may not have been there to hear.
      else connect(postToWindow);
    },
  });

  const listenTo = (near: MessagePort) => {
    near.onmessage = (event) => receive(event, (reply) => near.postMessage(reply), near);
  };

  const adoptPort = (next: MessagePort) => {
    if (port !== next) port?.close();
    port = next;
    listenTo(next);
    connect((message) => next.postMessage(message));
  };

  const onWindowMessage = (event: MessageEvent) => {
    if (isFromHost(event, options)) receive(event, postToWindow);
  };

  const ready = repeatReady({
    post(ports) {
      const payload = { versions: [EMBED_VERSION], capabilities: [...EMBED_CAPABILITIES], instance, session };
      host.postMessage(envelope("ready", payload), hostOrigin, ports);
    },
    withPort: opaque,
    onPort: listenTo,
    onSilence() {
      if (bridge === "port") hints.say("silence", `${hostOrigin} did not answer "ready" with "init"`);
    },
  });
  frame.addEventListener("message", onWindowMessage);
  ready.say();
  if (bridge === "window") connect(postToWindow);

  return {
    send: (type, payload) => current?.(envelope(type, payload)),
    ask(type, payload, patienceMs) {
      const message = envelope(type, payload);
      if (current === undefined) return Promise.resolve(false);
      const answer = awaitReply(asked, message.id, patienceMs);
      current(message);
      return answer;
    },
    close() {
      ready.close();
      frame.removeEventListener("message", onWindowMessage);
      port?.close();
      current = undefined;
    },
  };
}

/** Puts messages into envelopes, each with an id of its own. */
function createEnvelopes(instance: string) {
  let lastId = 0;
  return (type: string, payload: object) => {
    lastId += 1;
    return { ns: EMBED_NAMESPACE, v: EMBED_VERSION, instance, id: `f${lastId}`, type, payload };
  };
}

/** Whether an event is this protocol's and the host's; what is only the one is hinted at. */
function isFromHost(
  event: MessageEvent,
  { host, hostOrigin, hints }: Pick<HostLinkOptions, "host" | "hostOrigin" | "hints">,
): boolean {
  if (!isOurs(event.data)) return false;
  if (event.source !== host) {
    hints.say("source", "a message from another window than the host's was ignored");
    return false;
  }
  if (event.origin !== hostOrigin) {
    hints.say(
      `origin ${event.origin}`,
      `a message from ${event.origin} was ignored: this frame talks to ${hostOrigin}`,
    );
    return false;
  }
  return true;
}

/** What waits for the host's reply to a message, by the message's id. */
type Asked = Map<MessageId, (ok: boolean) => void>;

/** Whether the host says that it did what message `id` asks for; false after `patienceMs` without a word. */
function awaitReply(asked: Asked, id: MessageId, patienceMs: number): Promise<boolean> {
  const answer = new Promise<boolean>((resolve) => {
    asked.set(id, resolve);
    setTimeout(() => resolve(false), patienceMs);
  });
  return answer.finally(() => asked.delete(id));
}
