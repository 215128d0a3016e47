import type { EmbedConfig } from "../../contract/embed-messages.ts";

/** What the host has chosen so far. A new object for every change. */
export interface FrameSettings {
  readonly config: EmbedConfig;
  readonly locale: string | undefined;
  /** A host has answered, so it is its to bring a token. */
  readonly linked: boolean;
}

/** Keeps the host's choices, and tells of every change. */
export interface SettingsStore {
  get(): FrameSettings;
  set(change: Partial<Omit<FrameSettings, "linked">>): void;
  /** All that an `init` says is set. */
  link(): void;
  /** What the host's first `init` says; pending for ever where there is none. */
  readonly configured: Promise<EmbedConfig>;
  subscribe(listener: () => void): () => void;
}

/** Nothing is chosen yet. */
export function createFrameSettings(): SettingsStore {
  const listeners = new Set<() => void>();
  let settings: FrameSettings = { config: {}, locale: undefined, linked: false };
  let onConfigured: (config: EmbedConfig) => void = () => undefined;
  const configured = new Promise<EmbedConfig>((resolve) => {
    onConfigured = resolve;
  });

  const set = (change: Partial<FrameSettings>) => {
    settings = { ...settings, ...change };
    for (const listener of listeners) listener();
  };

  return {
    get: () => settings,
    set,
    link() {
      set({ linked: true });
      onConfigured(settings.config);
    },
    configured,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
