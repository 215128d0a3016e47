import { EMBED_PATH } from "../../contract/embed-protocol.ts";
import type * as Sdk from "./embed.d.ts";
import { type FrameLink, openFrameLink } from "./frame-link.ts";
import type { FrameMessage } from "./frame-message.ts";
import { createHint } from "./hint.ts";
import { copyForFrame } from "./host-copy.ts";
import { resolveTheme } from "./host-theme.ts";
import { languageTag, wordsFor } from "./language.ts";
import { SdkError } from "./sdk-error.ts";

/** Every option but the handlers and what is for this side alone: the frame takes from it what it knows. */
const CONFIG = "accept maxBytes maxFiles multiple formats template autoStart insert history settings".split(" ");

/** Puts a frame into an element. @throws SdkError `no-target`. */
export function mountUploader(target: string | Element, options: Sdk.MountOptions & { app: string }): Sdk.Uploader {
  const element = typeof target === "string" ? document.querySelector(target) : target;
  if (!element) throw new SdkError("no-target", `no element ${target}`);

  const instance = crypto.getRandomValues(new Uint32Array(4)).join("-");
  const { frame, origin } = createFrame(options, instance);
  const events = new EventTarget();
  const hint = createHint();
  const life = new AbortController();
  const known = new Map<string, FrameMessage["payload"]>();
  const open = new Set<string>();
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const ready = new Promise<void>((...both) => {
    [resolve, reject] = both;
  });
  // Whoever does not wait for it hears of a failure in the console.
  ready.catch(() => undefined);
  let { theme } = options;
  let locale = languageTag(options.locale ?? document.documentElement.lang, hint);

  /** By the browser's own events: a listener's mistake is its own, and one that comes meanwhile hears of the next. */
  const emit = (type: string, detail: object) => events.dispatchEvent(new CustomEvent(type, { detail }));
  const nameFrame = () => {
    frame.title = options.title ?? wordsFor(locale)[0];
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
    else hint("the service wants the option `token`");
  };
  const onMessage = ({ type, payload }: FrameMessage): undefined | Promise<boolean> => {
    if (type === "copy:request") return copyForFrame(String(payload.text));
    if (type === "token:needed") void giveToken().catch((error) => console.error("cosdrop: no token", error));
    if (type === "resize") frame.style.height = `${payload.height}px`;
    if (type === "ready") resolve();
    const id = String(payload.id);
    if (type === "file:added") known.set(id, payload);
    if (type === "file:added" || type === "file:progress") open.add(id);
    else open.delete(id);
    if (type === "file:removed") known.delete(id);
    // Under the names that a host listens to.
    emit(type.replace(/^(file|queue):/, ""), payload);
    return undefined;
  };

  const link: FrameLink = openFrameLink({
    frame,
    instance,
    origin,
    hint,
    signal: life.signal,
    async init() {
      const token = typeof options.token === "function" ? undefined : await readToken(options);
      return {
        config: configOf({ ...options, insert: options.insert ?? !!options.onSelect }),
        locale,
        theme: currentTheme(),
        token,
      };
    },
    /** After a reload the frame knows none of the files any more. */
    onLoad() {
      const files = [...known].flatMap(([id, file]) => (open.has(id) ? [file] : []));
      known.clear();
      open.clear();
      if (files.length > 0) emit("interrupted", { files });
    },
    onMessage,
    onFailure: reject,
  });

  const listen: Sdk.Uploader["on"] = (type, listener) => {
    const hear = ({ detail }: CustomEventInit) => listener(detail);
    events.addEventListener(type, hear);
    return () => events.removeEventListener(type, hear);
  };
  for (const [name, handler] of Object.entries(options)) {
    if (/^on[A-Z]/.test(name) && handler) listen(name.slice(2).toLowerCase() as "ready", handler);
  }
  const command = (type: string) => (ids?: readonly string[]) => link.send(type, { ids });
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const onScheme = () => link.send("theme", currentTheme());
  scheme.addEventListener("change", onScheme, { signal: life.signal });
  nameFrame();
  element.append(frame);

  return {
    frame,
    ready,
    on: listen,
    add: link.add,
    start: command("start"),
    pause: command("pause"),
    cancel: command("cancel"),
    retry: command("retry"),
    clear: command("clear"),
    configure(config) {
      const change = configOf(config);
      Object.assign(options, change);
      link.send("config:update", change);
    },
    setTheme(next) {
      theme = next;
      onScheme();
    },
    setLocale(next) {
      locale = languageTag(next, hint);
      if (locale) link.send("locale", { locale });
      nameFrame();
    },
    destroy() {
      life.abort();
      link.close();
      reject(new SdkError("destroyed", "destroyed before ready"));
      frame.remove();
    },
  };
}

function createFrame(
  { app, sandbox, minHeight = 120, maxHeight = 640 }: Sdk.MountOptions & { app: string },
  instance: string,
) {
  const url = new URL(EMBED_PATH.slice(1), new URL(app, location.href));
  url.search = `origin=${origin}&instance=${instance}`;
  const frame = document.createElement("iframe");
  frame.allow = "clipboard-write";
  frame.referrerPolicy = "no-referrer";
  if (sandbox != null) frame.sandbox.value = sandbox;
  frame.style.cssText =
    "box-sizing:border-box;display:block;width:100%;height:0;border:0;background:none;" +
    `min-height:${minHeight}px;max-height:${maxHeight}px`;
  frame.src = url.href;
  const hasOrigin = sandbox == null || /\ballow-same-origin\b/i.test(sandbox);
  return { frame, origin: hasOrigin ? url.origin : "null" };
}

function configOf(options: Sdk.UploadConfig): Sdk.UploadConfig {
  // The list says which names are copied (ECMA-262, JSON.stringify); none of their values has names of its own.
  return JSON.parse(JSON.stringify(options, CONFIG));
}

async function readToken({ token }: Sdk.EmbedOptions): Promise<Sdk.AccessToken | undefined> {
  if (!token) return undefined;
  const value = typeof token === "function" ? await token() : token;
  return typeof value === "string" ? { value } : value;
}
