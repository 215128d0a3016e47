import { EMBED_PATH } from "../../contract/embed-protocol.ts";
import type * as Sdk from "./embed.d.ts";
import { type FrameLink, openFrameLink } from "./frame-link.ts";
import type { FrameMessage } from "./frame-message.ts";
import { copyForFrame } from "./host-copy.ts";
import { resolveTheme } from "./host-theme.ts";
import { SdkError } from "./sdk-error.ts";

const DEFAULT_MIN_HEIGHT = 120;
const DEFAULT_MAX_HEIGHT = 640;

/** The frame's messages, under the names that a host listens to. */
const EVENTS: Readonly<Record<string, keyof Sdk.EventMap>> = {
  ready: "ready",
  resize: "resize",
  "file:added": "added",
  "file:rejected": "rejected",
  "file:progress": "progress",
  "file:done": "done",
  "file:error": "error",
  "file:removed": "removed",
  "queue:idle": "idle",
  select: "select",
  close: "close",
};

/** Every option but the handlers and what is for this side alone: the frame takes from it what it knows. */
const CONFIG = [
  "accept",
  "maxBytes",
  "maxFiles",
  "multiple",
  "formats",
  "template",
  "autoStart",
  "insert",
  "history",
  "settings",
] as const;

export function mountUploader(target: string | Element, options: Sdk.MountOptions & { app: string }): Sdk.Uploader {
  const element = typeof target === "string" ? document.querySelector(target) : target;
  if (!element) throw new SdkError("no-target", `cosdrop: there is no element ${target} to mount into.`);

  if (options.sandbox !== undefined && !/allow-same-origin/.test(options.sandbox)) {
    throw new SdkError(
      "sandbox",
      "cosdrop: add allow-same-origin to the sandbox; a frame without an origin cannot sign.",
    );
  }

  const instance = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(36)).join("");
  const { frame, origin } = createFrame(options, instance);
  const listeners = new Set<(type: string, event: never) => void>();
  const open = new Map<string, FrameMessage["payload"]>();
  const ready = deferred();
  let { theme = {}, locale = document.documentElement.lang || undefined } = options;

  /** @param event as `type` has it: its shape was checked where it came in. */
  const emit = (type: keyof Sdk.EventMap, event: object) => {
    for (const listener of listeners) listener(type, event as never);
  };
  const currentTheme = () => {
    const resolved = resolveTheme(theme, frame);
    // Frame and page must have one colour scheme, or the browser paints the frame's background opaque.
    frame.style.colorScheme = resolved.mode ?? "";
    return resolved;
  };
  const giveToken = async () => {
    const token = await readToken(options);
    if (token) link.send("token", token);
  };
  /** After a reload the frame knows none of them any more. */
  const tellInterrupted = () => {
    const files = [...open.values()];
    open.clear();
    if (files.length > 0) emit("interrupted", { files });
  };

  const onMessage = ({ type, payload }: FrameMessage): undefined | Promise<boolean> => {
    if (type === "copy:request") return copyForFrame(String(payload.text));
    if (type === "token:needed") void giveToken().catch((error) => console.error("cosdrop: no token", error));
    if (type === "resize") frame.style.height = `${clampHeight(Number(payload.height), options)}px`;
    if (type === "ready") {
      tellInterrupted();
      ready.resolve();
    }
    const id = String(payload.id);
    if (type === "file:added") open.set(id, payload);
    else if (type !== "file:progress") open.delete(id);
    const name = EVENTS[type];
    if (name) emit(name, payload);
    return undefined;
  };

  const link: FrameLink = openFrameLink({
    frame,
    instance,
    origin,
    async init() {
      const token = typeof options.token === "function" ? undefined : await readToken(options);
      return { config: configOf({ insert: !!options.onSelect, ...options }), locale, theme: currentTheme(), token };
    },
    onMessage,
    onSilence(error) {
      console.error(error.message);
      ready.reject(error);
    },
  });

  const listen: Sdk.Uploader["on"] = (type, listener) => {
    const entry = (each: string, event: never) => {
      if (each === type) listener(event);
    };
    listeners.add(entry);
    return () => listeners.delete(entry);
  };
  for (const type of [...Object.values(EVENTS), "interrupted"] as (keyof Sdk.EventMap)[]) {
    const handler = options[`on${type[0]?.toUpperCase()}${type.slice(1)}` as keyof Sdk.Handlers];
    if (handler) listen(type, handler as never);
  }
  const command = (type: string) => (ids?: string[]) => link.send(type, ids ? { ids } : {});
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const onScheme = () => link.send("theme", currentTheme());
  scheme.addEventListener("change", onScheme);
  element.append(frame);

  return {
    frame,
    ready: ready.promise,
    on: listen,
    add: (files) => link.send("files:add", { files: [...files] }),
    start: command("start"),
    pause: command("pause"),
    cancel: command("cancel"),
    retry: command("retry"),
    clear: command("clear"),
    configure(config) {
      Object.assign(options, config);
      link.send("config:update", configOf(config));
    },
    setTheme(next) {
      theme = next;
      onScheme();
    },
    setLocale(next) {
      locale = next;
      link.send("locale", { locale });
    },
    destroy() {
      scheme.removeEventListener("change", onScheme);
      link.close();
      ready.reject(new SdkError("destroyed", "cosdrop: destroyed before the frame was ready."));
      frame.remove();
    },
  };
}

function createFrame({ app, sandbox, title, minHeight }: Sdk.MountOptions & { app: string }, instance: string) {
  const url = new URL(EMBED_PATH.slice(1), new URL(app, location.href));
  url.search = String(new URLSearchParams({ origin: location.origin, instance }));
  const frame = document.createElement("iframe");
  frame.title = title ?? "cosdrop";
  frame.allow = "clipboard-write";
  frame.referrerPolicy = "no-referrer";
  if (sandbox !== undefined) frame.setAttribute("sandbox", sandbox);
  frame.style.cssText = "display:block;width:100%;border:0;background:none";
  frame.style.height = `${minHeight ?? DEFAULT_MIN_HEIGHT}px`;
  frame.src = url.href;
  return { frame, origin: url.origin };
}

function clampHeight(height: number, { minHeight, maxHeight }: Sdk.MountOptions): number {
  return Math.max(minHeight ?? DEFAULT_MIN_HEIGHT, Math.min(maxHeight ?? DEFAULT_MAX_HEIGHT, height));
}

function configOf(options: Sdk.UploadConfig): Sdk.UploadConfig {
  return Object.fromEntries(CONFIG.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));
}

async function readToken({ token }: Sdk.EmbedOptions): Promise<Sdk.AccessToken | undefined> {
  if (!token) return undefined;
  const value = typeof token === "function" ? await token() : token;
  return typeof value === "string" ? { value } : value;
}

function deferred() {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((take, refuse) => {
    resolve = take;
    reject = refuse;
  });
  // Whoever does not wait for it hears of a failure in the console.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
