import type { EmbedConfig, EmbedToken, HostMessage } from "../../contract/embed-messages.ts";
import type { FilePolicy } from "../../contract/policy.ts";
import { retryLackingToken } from "../../engine/lacking-token.ts";
import type { UploadEngine } from "../../engine/types.ts";
import { isCommand, runCommand } from "./commands.ts";
import type { SettingsStore } from "./frame-settings.ts";
import type { Hints } from "./hints.ts";
import { narrowPolicy } from "./narrow-policy.ts";
import { applyTheme } from "./theme.ts";
import type { TokenBox } from "./token-box.ts";
import type { WireIds } from "./wire-ids.ts";

/** What a host's message may act on. */
export interface HostContext {
  readonly engine: UploadEngine;
  readonly settings: SettingsStore;
  readonly token: Pick<TokenBox, "put">;
  readonly ids: Pick<WireIds, "engineId">;
  readonly hints: Hints;
  /** The gateway's rules, before the host's wishes. */
  gatewayPolicy(): Promise<FilePolicy>;
  /** An `init` was carried out: there is something to paint. */
  onInit(): void;
  /** The host is done with this frame. */
  end(): void;
}

/** Does what the host says, to the queue, the page or the settings. */
export function obeyHost(message: HostMessage, context: HostContext): void {
  const { engine, settings, ids, hints } = context;
  if (isCommand(message)) {
    const one = settings.get().config.multiple === false;
    runCommand(message, { engine, engineId: ids.engineId, one });
    return;
  }
  const { type, payload } = message;
  if (type === "init") {
    if (payload.theme) applyTheme(document.documentElement, payload.theme, hints);
    if (payload.locale !== undefined) settings.set({ locale: payload.locale });
    if (payload.token) takeToken(payload.token, context);
    const { linked, config } = settings.get();
    configure(payload.config, linked ? config : payload.config, context);
    settings.link();
    context.onInit();
  } else if (type === "config:update") configure(payload, settings.get().config, context);
  else if (type === "theme") applyTheme(document.documentElement, payload, hints);
  else if (type === "locale") settings.set({ locale: payload.locale });
  else if (type === "token") takeToken(payload, context);
  else if (type === "destroy") {
    engine.cancelAll();
    // The host is answered first.
    queueMicrotask(context.end);
  }
}

/** Whether a history is kept is decided once: what was uploaded before would be missing in it. */
function configure(config: EmbedConfig, { history }: Pick<EmbedConfig, "history">, context: HostContext): void {
  const { engine, settings } = context;
  settings.set({ config: { ...settings.get().config, ...config, history: history === true } });
  if (config.accept !== undefined) hintAtNothing(context).catch(() => undefined);
  if (config.autoStart === false) engine.holdAll();
  if (config.autoStart === true) engine.resumeAll();
}

async function hintAtNothing({ gatewayPolicy, settings, hints }: HostContext): Promise<void> {
  const policy = await gatewayPolicy();
  if (narrowPolicy(policy, settings.get().config).accept.length > 0) return;
  hints.say("accept", `the option "accept" leaves nothing of what is accepted here: ${policy.accept.join(", ")}`);
}

function takeToken(next: EmbedToken, { token, engine, hints }: HostContext): void {
  if (token.put(next)) retryLackingToken(engine);
  else hints.say("token", "the token that was refused came again; give a function that fetches a new one");
}
