import { createContext, use, useSyncExternalStore } from "react";
import type { EmbedConfig } from "../../contract/embed-messages.ts";
import type { FilePolicy } from "../../contract/policy.ts";
import type { FileId } from "../../engine/state.ts";

/** What the page in a frame needs of the page around it, handed in by the composition root. */
export interface EmbedHost {
  /** What the host has chosen; the same object until it chooses otherwise. */
  getSettings(): { readonly config: EmbedConfig; readonly locale: string | undefined; readonly linked: boolean };
  subscribe(listener: () => void): () => void;
  /** The rules in force here: the gateway's, narrowed by the host's. */
  narrow(policy: FilePolicy): FilePolicy;
  /** The most files that the host takes; undefined where it does not count them. */
  maxFiles(): number | undefined;
  /** The person has chosen these files. */
  insert(ids: readonly FileId[]): void;
  /** Keeps the frame as high as `content`. @returns the way to stop. */
  watchHeight(content: Element): () => void;
}

/** The page around this frame; undefined where there is none. */
export const EmbedHostContext = createContext<EmbedHost | undefined>(undefined);

/** The page around this frame. @throws Error where there is none. */
export function useEmbedHost(): EmbedHost {
  const host = use(EmbedHostContext);
  if (!host) throw new Error("useEmbedHost needs an EmbedHostContext above it");
  return host;
}

/** What the host has said so far. */
export function useEmbedSettings(): ReturnType<EmbedHost["getSettings"]> {
  const host = useEmbedHost();
  return useSyncExternalStore(host.subscribe, host.getSettings);
}

/** The host's choices, as they are now. */
export function useEmbedConfig(): EmbedConfig {
  return useEmbedSettings().config;
}
