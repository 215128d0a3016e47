import { createContext, use } from "react";
import type { PublicConfig } from "../contract/config.ts";
import type { History } from "../contract/history.ts";
import type { Preferences } from "../contract/preferences.ts";
import type { Candidate } from "../engine/ports.ts";
import type { UploadFile } from "../engine/state.ts";
import type { UploadEngine } from "../engine/types.ts";
import type { Reading } from "./drop/intake-line.ts";
import type { Outcome } from "./drop/outcome.ts";

/** What the page needs of the browser, handed in by the composition root. */
export interface AppServices {
  readonly engine: UploadEngine;
  /** Adds what belongs to the same drop, paste or choice as what the engine was given last. */
  readonly addMore: UploadEngine["add"];
  readonly preferences: {
    get(): Preferences;
    set(change: Partial<Preferences>): void;
    subscribe(listener: () => void): () => void;
  };
  readonly accessToken: {
    get(): { readonly value: string | undefined; readonly refused: boolean };
    /** @param remember keep it in this browser, not only until the page is closed. */
    set(value: string | undefined, remember: boolean): void;
    subscribe(listener: () => void): () => void;
  };
  loadConfig(signal: AbortSignal): Promise<PublicConfig>;
  /** Reads a drop or a paste; must be called while the event is handled. */
  readTransfer(data: DataTransfer, onCandidates: (batch: readonly Candidate[]) => void): Reading<Outcome>;
  readFileList(files: Iterable<File>, onCandidates: (batch: readonly Candidate[]) => void): Reading<Outcome>;
  /** Calls off every drop, paste and choice that is still being read. */
  stopReading(): void;
  /** Whether an earlier page, whose rows are back, went while it was reading. Absent where nothing comes back. */
  readonly leftUnread: Promise<boolean> | undefined;
  namePasted(candidate: Candidate, at: Date): Candidate;
  /** False when the browser refuses in every way. */
  copyText(text: string): Promise<boolean>;
  /** A small preview; undefined when the picture cannot be decoded. */
  makeThumbnail(signal: AbortSignal, blob: Blob): Promise<Blob | undefined>;
  /** Takes up again a file whose type or size is refused, converted so that it is accepted. */
  convert(file: UploadFile): void;
  /** Absent where the page keeps no history. Tried again where it failed. */
  readonly loadHistory?: (() => Promise<History>) | undefined;
}

/** What the composition root hands in. */
export const ServicesContext = createContext<AppServices | undefined>(undefined);

/** What the page needs of the browser. @throws Error outside a ServicesContext. */
export function useServices(): AppServices {
  const services = use(ServicesContext);
  if (!services) throw new Error("useServices needs a ServicesContext above it");
  return services;
}
