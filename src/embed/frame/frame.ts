import type { PublicConfig } from "../../contract/config.ts";
import type { EmbedConfig } from "../../contract/embed-messages.ts";
import { COPY_PATIENCE_MS, INIT_PATIENCE_MS } from "../../contract/embed-protocol.ts";
import type { Failure } from "../../contract/errors.ts";
import type { FilePolicy } from "../../contract/policy.ts";
import type { Preparer, Signer } from "../../engine/ports.ts";
import type { FileId, UploadFile } from "../../engine/state.ts";
import type { UploadEngine } from "../../engine/types.ts";
import { watchContentHeight } from "./content-height.ts";
import { type ConversationOptions, openConversation } from "./conversation.ts";
import { toEmbedResult } from "./embed-result.ts";
import { type FrameQuery, randomName, readFrameQuery } from "./frame-query.ts";
import { createFrameSettings, type FrameSettings } from "./frame-settings.ts";
import { createHints } from "./hints.ts";
import type { HostLink } from "./host-link.ts";
import { chooseHostOrigin } from "./host-origin.ts";
import { fileLimit, type LimitedEngine, limitFiles } from "./limit-files.ts";
import { narrowPolicy, narrowPreparer } from "./narrow-policy.ts";
import { createTokenBox, type TokenStore } from "./token-box.ts";
import { waitForToken } from "./token-signer.ts";
import { createWireIds } from "./wire-ids.ts";

/** How soon a configuration that could not be had is asked for again, in ms; a person may have got it meanwhile. */
const CONFIG_AGAIN_MS = 3_000;

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
  const ids = createWireIds(session);
  const hints = createHints();
  const settings = createFrameSettings();
  const life = new AbortController();
  let link: HostLink | undefined;
  let height: number | undefined;
  let engine: UploadEngine | undefined;

  const token = createTokenBox(tokens, (reason) => {
    link?.send("token:needed", { reason });
    return settings.get().linked;
  });
  const toResult = (file: UploadFile) => toEmbedResult(ids.wireId(file.id), file, settings.get().config);
  const gatewayPolicy = async (signal: AbortSignal) => (await gatewayConfig(signal)).policy;
  const narrow = (policy: FilePolicy) => narrowPolicy(policy, settings.get().config);

  const openLink = async (served: UploadEngine, onInit: () => void) => {
    const { embedOrigins, tokenRequired } = await untilConfigured(gatewayConfig, life.signal, onInit);
    const hostOrigin = chooseHostOrigin({ ...whoIsAbove(query), allowed: [...embedOrigins, location.origin] });
    if (hostOrigin.kind === "refused") return hints.say("host", hostOrigin.why);

    const conversation: ConversationOptions = {
      engine: served,
      settings,
      token,
      tokenRequired,
      ids,
      hints,
      query,
      session,
      hostOrigin: hostOrigin.origin,
      gatewayPolicy: () => gatewayPolicy(life.signal),
      onInit,
      end: () => life.abort(),
      toResult,
      sentence: (end) => sentence(end, settings.get().locale),
      height: () => height,
    };
    link = openConversation(conversation, life.signal);
  };

  return {
    preparer: (inner) => narrowPreparer(inner, async (signal) => narrow(await gatewayPolicy(signal))),
    signer: (inner) => waitForToken(inner, token, tokens),
    async serve(inner) {
      const served = limitFiles(inner, () => settings.get().config);
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
    configured: settings.configured,
    getSettings: settings.get,
    subscribe: settings.subscribe,
    narrow,
    maxFiles: () => fileLimit(settings.get().config),
    insert(chosen) {
      const files = chosen.map((id) => engine?.getFile(id)).filter((file) => file !== undefined);
      link?.send("select", { results: files.map(toResult).filter((each) => each !== undefined) });
    },
    watchHeight: (content) =>
      watchContentHeight(content, (changed) => {
        height = changed;
        link?.send("resize", { height });
      }),
  };
}

/** Without a configuration there is no list of origins, and so nobody to talk to; the page says why. */
async function untilConfigured(
  gatewayConfig: FrameOptions["config"],
  signal: AbortSignal,
  onFailure: () => void,
): Promise<PublicConfig> {
  for (;;) {
    try {
      return await gatewayConfig(signal);
    } catch (error) {
      if (signal.aborted) throw error;
      onFailure();
      await new Promise((resolve) => setTimeout(resolve, CONFIG_AGAIN_MS));
    }
  }
}

/** Chromium and WebKit tell a frame who is above it. */
function whoIsAbove({ origin }: FrameQuery) {
  const ancestors: readonly string[] = "ancestorOrigins" in location ? [...location.ancestorOrigins] : [];
  return { claimed: origin, ancestors };
}
