import { EMBED_NAMESPACE, EMBED_VERSION, READY_LIMIT_MS } from "../../contract/embed-protocol.ts";
import { type FrameMessage, isWellFormed, readFrameMessage } from "./frame-message.ts";
import { SdkError } from "./sdk-error.ts";

/** Once the frame's document has loaded, its script says `ready` at once; where none comes by then, in ms, none will. */
const READY_AFTER_LOAD_MS = 5_000;

export interface FrameLinkOptions {
  readonly frame: HTMLIFrameElement;
  readonly instance: string;
  readonly origin: string;
  /** What `init` carries; asked for at every load of the frame. */
  init(): Promise<object>;
  /** Well-formed messages only. Its answer, where it has one, is the reply's `ok`. */
  onMessage(message: FrameMessage): boolean | undefined | Promise<boolean>;
  onSilence(error: SdkError): void;
}

export interface FrameLink {
  /** Kept until the frame listens. */
  send(type: string, payload: object): void;
  close(): void;
}

/** The host's side of the handshake, again for every load of the frame. */
export function openFrameLink({ frame, instance, origin, init, onMessage, onSilence }: FrameLinkOptions): FrameLink {
  let port: MessagePort | undefined;
  let session: unknown;
  let waiting: object[] = [];
  let lastId = 0;

  const envelope = (type: string, payload: object) => {
    lastId += 1;
    return { ns: EMBED_NAMESPACE, v: EMBED_VERSION, instance, id: `h${lastId}`, type, payload };
  };

  const hear = async (data: unknown) => {
    const message = readFrameMessage(data);
    if (message?.instance !== instance || !isWellFormed(message)) return;
    const ok = await onMessage(message);
    if (ok !== undefined) port?.postMessage({ ns: EMBED_NAMESPACE, v: EMBED_VERSION, instance, re: message.id, ok });
  };

  const greet = async (message: FrameMessage) => {
    if (message.payload.session === session) return;
    session = message.payload.session;
    giveUpAfter(0);
    const hello = envelope("init", { version: EMBED_VERSION, ...(await init()) });
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    frame.contentWindow?.postMessage(hello, origin, [channel.port2]);
    port.onmessage = (event) => hear(event.data);
    for (const kept of waiting) port.postMessage(kept);
    waiting = [];
    onMessage(message);
  };

  const onWindowMessage = (event: MessageEvent) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    const message = readFrameMessage(event.data);
    if (message?.instance === instance && message.type === "ready" && isWellFormed(message)) {
      void greet(message);
    }
  };

  let limit: ReturnType<typeof setTimeout> | undefined;
  /** @param ms 0 for never. */
  const giveUpAfter = (ms: number) => {
    clearTimeout(limit);
    if (ms > 0 && session === undefined) limit = setTimeout(() => onSilence(silence(frame)), ms);
  };
  const onLoad = () => giveUpAfter(READY_AFTER_LOAD_MS);

  addEventListener("message", onWindowMessage);
  frame.addEventListener("load", onLoad);
  giveUpAfter(READY_LIMIT_MS);

  return {
    send(type, payload) {
      const message = envelope(type, payload);
      if (port) port.postMessage(message);
      else waiting.push(message);
    },
    close() {
      giveUpAfter(0);
      removeEventListener("message", onWindowMessage);
      frame.removeEventListener("load", onLoad);
      port?.postMessage(envelope("destroy", {}));
      port?.close();
    },
  };
}

function silence(frame: HTMLIFrameElement): SdkError {
  const app = new URL(frame.src).origin;
  return new SdkError(
    "no-answer",
    `cosdrop: ${app} did not answer. Most likely this origin is not in EMBED_ORIGINS: add ${location.origin} there and ` +
      `restart the gateway. If it is there, check that ${app} can be reached, and that this page's ` +
      "Content-Security-Policy has it in frame-src.",
  );
}
