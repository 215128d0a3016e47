import type { PublicConfig } from "../../contract/config.ts";
import type { EmbedConfig, EmbedToken, HostMessage } from "../../contract/embed-messages.ts";
import { COPY_PATIENCE_MS, INIT_PATIENCE_MS } from "../../contract/embed-protocol.ts";
import type { Failure } from "../../contract/errors.ts";
import { OPAQUE_ORIGIN } from "../../contract/origins.ts";
import type { FilePolicy } from "../../contract/policy.ts";
import { retryLackingToken } from "../../engine/lacking-token.ts";
import type { Preparer, Signer } from "../../engine/ports.ts";
import type { FileId } from "../../engine/state.ts";
import type { UploadEngine } from "../../engine/types.ts";
import { isCommand, runCommand } from "./commands.ts";
import { watchContentHeight } from "./content-height.ts";
import { toEmbedResult } from "./embed-result.ts";
import { watchEscape } from "./escape.ts";
import { type FrameQuery, randomName, readFrameQuery } from "./frame-query.ts";
import { createHints } from "./hints.ts";
import { type HostLink, openHostLink } from "./host-link.ts";
import { chooseHostOrigin } from "./host-origin.ts";
import { fileLimit, type LimitedEngine, limitFiles } from "./limit-files.ts";
import { narrowPolicy, narrowPreparer } from "./narrow-policy.ts";
import { createReports } from "./reports.ts";
import { applyTheme } from "./theme.ts";
import { createTokenBox, type TokenStore } from "./token-box.ts";
import { waitForToken } from "./token-signer.ts";

/** How soon a configuration that could not be had is asked for again, in ms; a person may have got it meanwhile. */
const CONFIG_AGAIN_MS = 3_000;

/** What the host has chosen so far. A new object for every change. */
export interface FrameSettings {
  readonly config: EmbedConfig;
  readonly locale: string | undefined;
  /** A host has answered, so it is its to bring a token. */
  readonly linked: boolean;
}

/** What the frame needs of the page. */
export interface FrameOptions {
  config(signal: AbortSignal): Promise<PublicConfig>;
  readonly tokens: TokenStore;
  copyText(text: string): Promise<boolean>;
  /** A failure, or the person's own stop, in a sentence for people, in the host's language where it has said one. */
  sentence(end: Failure | "cancelled", locale: string | undefined): string;
}

/** The page's side of an embedding: what the engine and the page need of it. */
export interface Frame {
  /** For the engine. */
  preparer(inner: Preparer): Preparer;
  /** For the engine: what is signed while a token is on its way waits for it. */
  signer(inner: Signer): Signer;
  /** Starts talking to the host; resolves once there is something to paint. */
  serve(engine: UploadEngine): Promise<LimitedEngine>;
  /** Copies, by the host's hand where the browser refuses this frame. */
  copyText(text: string): Promise<boolean>;

  getSettings(): FrameSettings;
  subscribe(listener: () => void): () => void;
  /** What the host's first `init` says; pending for ever where there is none. */
  readonly configured: Promise<EmbedConfig>;
  /** The rules in force: the gateway's, narrowed by the host's. */
  narrow(policy: FilePolicy): FilePolicy;
  /** The most files that the host takes; undefined where it does not count them. */
  maxFiles(): number | undefined;
  /** The person has chosen these files. */
  insert(ids: readonly FileId[]): void;
  watchHeight(content: Element): () => void;
}

/** Nothing is said to the host before `serve`. */
export function createFrame({ config: gatewayConfig, tokens, copyText, sentence }: FrameOptions): Frame {
  const query = readFrameQuery(location.search);
  const session = randomName();
  const hints = createHints();
  const life = new AbortController();
  const listeners = new Set<() => void>();
  let settings: FrameSettings = { config: {}, locale: undefined, linked: false };
  let onConfigured: (config: EmbedConfig) => void = () => undefined;
  const configured = new Promise<EmbedConfig>((resolve) => {
    onConfigured = resolve;
  });
  let link: HostLink | undefined;
  let height: number | undefined;
  let engine: UploadEngine | undefined;

  const token = createTokenBox(tokens, (reason) => {
    link?.send("token:needed", { reason });
    return settings.linked;
  });
  const prefix = `${session}-`;
  const wireId = (id: FileId) => prefix + id;
  const engineId = (id: string) => (id.startsWith(prefix) ? id.slice(prefix.length) : undefined);
  const result = (file: Parameters<typeof toEmbedResult>[1]) => toEmbedResult(wireId(file.id), file, settings.config);

  const set = (change: Partial<FrameSettings>) => {
    settings = { ...settings, ...change };
    for (const listener of listeners) listener();
  };

  /** Whether a history is kept is decided once: what was uploaded before would be missing in it. */
  const configure = (config: EmbedConfig, { history } = settings.config) => {
    set({ config: { ...settings.config, ...config, history: history === true } });
    if (config.accept !== undefined) hintAtNothing().catch(() => undefined);
    if (config.autoStart === false) engine?.holdAll();
    if (config.autoStart === true) engine?.resumeAll();
  };

  const hintAtNothing = async () => {
    const { policy } = await gatewayConfig(life.signal);
    if (narrowPolicy(policy, settings.config).accept.length > 0) return;
    hints.say("accept", `the option "accept" leaves nothing of what is accepted here: ${policy.accept.join(", ")}`);
  };

  const takeToken = (next: EmbedToken, served: UploadEngine) => {
    if (token.put(next)) retryLackingToken(served);
    else hints.say("token", "the token that was refused came again; give a function that fetches a new one");
  };

  const onMessage = (message: HostMessage) => {
    if (engine === undefined) return;
    if (isCommand(message)) return runCommand(message, { engine, engineId, one: settings.config.multiple === false });
    const { type, payload } = message;
    if (type === "init") {
      if (payload.theme) applyTheme(document.documentElement, payload.theme, hints);
      if (payload.locale !== undefined) set({ locale: payload.locale });
      if (payload.token) takeToken(payload.token, engine);
      configure(payload.config, settings.linked ? settings.config : payload.config);
      set({ linked: true });
      onConfigured(settings.config);
    } else if (type === "config:update") configure(payload);
    else if (type === "theme") applyTheme(document.documentElement, payload, hints);
    else if (type === "locale") set({ locale: payload.locale });
    else if (type === "token") takeToken(payload, engine);
    else if (type === "destroy") {
      engine.cancelAll();
      // The host is answered first.
      queueMicrotask(() => life.abort());
    }
  };

  /** Without a configuration there is no list of origins, and so nobody to talk to; the page says why. */
  const untilConfigured = async (onFailure: () => void): Promise<PublicConfig> => {
    for (;;) {
      try {
        return await gatewayConfig(life.signal);
      } catch (error) {
        if (life.signal.aborted) throw error;
        onFailure();
        await new Promise((resolve) => setTimeout(resolve, CONFIG_AGAIN_MS));
      }
    }
  };

  const openLink = async (served: UploadEngine, onInit: () => void) => {
    const { embedOrigins, tokenRequired } = await untilConfigured(onInit);
    const hostOrigin = chooseHostOrigin({ ...whoIsAbove(query), allowed: [...embedOrigins, location.origin] });
    if (hostOrigin.kind === "refused") return hints.say("host", hostOrigin.why);

    const reports = createReports({
      engine: served,
      send: (type, payload) => link?.send(type, payload),
      wireId,
      toResult: result,
      sentence: (end) => sentence(end, settings.locale),
    });
    watchEscape(() => link?.send("close", {}), life.signal);
    // `ready` is answered later, so `link` is there when it is.
    link = openHostLink({
      frame: window,
      host: window.parent,
      hostOrigin: hostOrigin.origin,
      instance: query.instance,
      session,
      bridge: query.bridge,
      opaque: window.origin === OPAQUE_ORIGIN,
      hints,
      onConnect: () =>
        queueMicrotask(() => {
          if (height !== undefined) link?.send("resize", { height });
          if (tokenRequired) token.require();
          reports.restart();
        }),
      onMessage(message) {
        onMessage(message);
        if (message.type === "init") onInit();
        // Before the answer: what is answered and not told as added, nobody would miss where the frame goes right now.
        if (message.type === "files:add") reports.catchUp();
      },
    });
    life.signal.addEventListener("abort", () => {
      reports.stop();
      token.stop();
      link?.close();
    });
  };

  return {
    preparer: (inner) =>
      narrowPreparer(inner, async (signal) => narrowPolicy((await gatewayConfig(signal)).policy, settings.config)),
    signer: (inner) => waitForToken(inner, token, tokens),
    async serve(inner) {
      const served = limitFiles(inner, () => settings.config);
      engine = served;
      if (window.parent !== window) {
        await new Promise<void>((resolve) => {
          setTimeout(resolve, INIT_PATIENCE_MS);
          openLink(served, resolve).catch(() => resolve());
        });
      }
      return served;
    },
    copyText: async (text) =>
      (await copyText(text)) || (await (link?.ask("copy:request", { text }, COPY_PATIENCE_MS) ?? false)),
    configured,
    getSettings: () => settings,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    narrow: (policy) => narrowPolicy(policy, settings.config),
    maxFiles: () => fileLimit(settings.config),
    insert(ids) {
      const files = ids.map((id) => engine?.getFile(id)).filter((file) => file !== undefined);
      link?.send("select", { results: files.map(result).filter((each) => each !== undefined) });
    },
    watchHeight: (content) =>
      watchContentHeight(content, (changed) => {
        height = changed;
        link?.send("resize", { height });
      }),
  };
}

/** Chromium and WebKit tell a frame who is above it. */
function whoIsAbove({ origin }: FrameQuery) {
  const ancestors: readonly string[] = "ancestorOrigins" in location ? [...location.ancestorOrigins] : [];
  return { claimed: origin, ancestors };
}
