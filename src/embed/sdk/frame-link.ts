import { EMBED_NAMESPACE, EMBED_VERSION } from "../../contract/embed-protocol.ts";
import { type FrameMessage, isOurs, OTHER_FRAME, OTHER_VERSION, readFrameMessage } from "./frame-message.ts";
import type { Hint } from "./hint.ts";
import { SdkError } from "./sdk-error.ts";

/** Once the frame's document has loaded, its script says `ready` at once; where none comes by then, in ms, none will. */
const READY_AFTER_LOAD_MS = 5_000;

/** How long its document may take to load, in ms: a line may be slow, and a service may have to wake up. */
const LOAD_LIMIT_MS = 60_000;

/** Files that a host hands over one by one go together in so many ms: each by itself, they would be a flood. */
const GATHER_MS = 50;

/** Which frame it is, and who hears of it. */
export interface FrameLinkOptions {
  readonly frame: HTMLIFrameElement;
  readonly instance: string;
  /** `null` of a frame that has none. */
  readonly origin: string;
  readonly hint: Hint;
  /** Until when anything is heard. */
  readonly signal: AbortSignal;
  /** What `init` carries; asked for at every load of the frame. */
  init(): Promise<object>;
  /** The frame's document is a new one, which knows nothing yet. */
  onLoad(): void;
  /** Its answer, where it has one, is the reply's `ok`. `ready` comes once the frame has taken `init`. */
  onMessage(message: FrameMessage): boolean | undefined | Promise<boolean>;
  onFailure(error: SdkError): void;
}

/** The way to a frame. */
export interface FrameLink {
  /** Kept until the frame listens. */
  send(type: string, payload: object): void;
  /** The same; files that are handed over one by one go together. */
  add(more: Iterable<File>): void;
  close(): void;
}

/** The host's side of the handshake, again for every load of the frame. */
export function openFrameLink(options: FrameLinkOptions): FrameLink {
  const { frame, instance, origin, hint, signal, onMessage, onFailure } = options;
  let port: MessagePort | undefined;
  /** The window that `port` leads to; a frame that is put elsewhere has another, which says `ready` in a moment. */
  let home: Window | null | undefined;
  let session: unknown;
  /** The frame's `ready` and the id of our `init`, until that was taken. */
  let greeted: { readonly ready: FrameMessage; readonly id: string } | undefined;
  /** What the frame has not answered: it may have been loaded anew before it could read that. */
  const open = new Map<string, object>();
  let files: File[] = [];
  let lastId = 0;

  /** Plain data only: what a framework has wrapped cannot be posted. The type in the id tells what a reply is about. */
  const envelope = (type: string, payload: object) => {
    lastId += 1;
    const plain = "files" in payload ? payload : JSON.parse(JSON.stringify(payload));
    return { ns: EMBED_NAMESPACE, v: EMBED_VERSION, instance, id: `${type} ${lastId}`, type, payload: plain };
  };

  const post = (type: string, payload: object) => {
    const message = envelope(type, payload);
    open.set(message.id, message);
    if (home === frame.contentWindow) port?.postMessage(message);
  };
  const postFiles = () => {
    if (files.length > 0) post("files:add", { files });
    files = [];
  };

  const fail = (code: SdkError["code"], why: string) => {
    hint(why);
    session ??= "";
    onFailure(new SdkError(code, why));
  };

  /** The first message by the new port says that `init` was taken, as its reply does by the window. */
  const hear = async (data: unknown, byPort: boolean, offered?: MessagePort) => {
    const read = readFrameMessage(data, instance, hint);
    if (!read) return;
    const isReply = "re" in read;
    if (greeted && (byPort || (isReply && read.re === greeted.id))) {
      const { ready } = greeted;
      greeted = undefined;
      if (isReply && !read.ok) return fail("bad-options", `the options were refused: ${read.why}`);
      onMessage(ready);
    }
    if (isReply) {
      open.delete(read.re);
      if (!read.ok) hint(`"${read.re.split(" ")[0]}" was refused: ${read.why}`);
    } else if (read.type === "ready") await greet(read, offered);
    else if (byPort) {
      const ok = await onMessage(read);
      if (ok !== undefined) port?.postMessage({ ns: EMBED_NAMESPACE, v: EMBED_VERSION, instance, re: read.id, ok });
    }
  };

  /** @param offered by a frame without an origin, whose window cannot be posted to without posting to just anybody. */
  const greet = async (ready: FrameMessage, offered?: MessagePort) => {
    const { session: next, versions } = ready.payload;
    if (next === session) return;
    session = next;
    home = undefined;
    if (!Array.isArray(versions) || !versions.includes(EMBED_VERSION)) return fail("version", OTHER_VERSION);
    options.onLoad();
    try {
      const hello = envelope("init", { version: EMBED_VERSION, ...(await options.init()) });
      greeted = { ready, id: hello.id };
      port?.close();
      const { port1, port2 } = new MessageChannel();
      port = offered ?? port1;
      home = frame.contentWindow;
      port.onmessage = (event) => hear(event.data, true);
      if (offered) offered.postMessage(hello);
      else frame.contentWindow?.postMessage(hello, origin, [port2]);
      for (const [, message] of open) port.postMessage(message);
      postFiles();
    } catch (error) {
      fail("bad-options", `the options were refused: ${error}`);
    }
  };

  const onWindowMessage = ({ source, origin: from, data, ports }: MessageEvent) => {
    if (!isOurs(data)) return;
    if (source !== frame.contentWindow) {
      // Another frame of ours is heard here too, under an instance of its own.
      if (data.instance === instance) hint(OTHER_FRAME);
    } else if (from !== origin) hint(`ignored a message from ${from}: the frame is at ${origin}`);
    else if (data.v !== EMBED_VERSION && data.type === "ready") fail("version", OTHER_VERSION);
    else void hear(data, false, ports[0]);
  };

  let limit: ReturnType<typeof setTimeout> | undefined;
  /** @param ms from now. */
  const giveUpAfter = (ms: number) => {
    clearTimeout(limit);
    limit = setTimeout(() => session === undefined && !signal.aborted && fail("no-answer", silence(frame)), ms);
  };

  addEventListener("message", onWindowMessage, { signal });
  frame.addEventListener("load", () => giveUpAfter(READY_AFTER_LOAD_MS), { signal });
  giveUpAfter(LOAD_LIMIT_MS);

  return {
    send(type, payload) {
      postFiles();
      post(type, payload);
    },
    add(more) {
      if (files.length === 0) setTimeout(() => port && postFiles(), GATHER_MS);
      files.push(...more);
    },
    close() {
      post("destroy", {});
      port?.close();
    },
  };
}

function silence(frame: HTMLIFrameElement): string {
  const app = new URL(frame.src).origin;
  return (
    `${app} did not answer. Most likely EMBED_ORIGINS lacks ${origin}: add it and restart the gateway. ` +
    `Or it cannot be reached, or your frame-src lacks it.`
  );
}
