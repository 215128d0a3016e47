import type { StoreEvent } from "./exchange.ts";
import type { StoreLimits } from "./limits.ts";
import type { ObjectFiles } from "./object-files.ts";
import type { Space } from "./space.ts";

/** What an embedder of the store decides. */
export interface StoreOptions {
  /** Root directory; made when it is missing. */
  readonly dir: string;
  /** Address to listen on, usually 127.0.0.1. */
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** What PUTs are signed with. */
  readonly credentials: { readonly secretId: string; readonly secretKey: string };
  /**
   * Exact origins whose pages may read answers and write (CORS); loopback's names are alike. `null` lets sandboxed
   * pages put with a signature, and read no object. Read at each request, so the list may be filled later.
   */
  readonly allowedOrigins: readonly string[];
  /** Host headers taken besides loopback's names with the store's port, e.g. `files.example`. */
  readonly allowedHosts?: readonly string[];
  /** Bytes. */
  readonly maxObjectSize: number;
  /** Quota over all objects' files, in bytes; none by default. */
  readonly maxBytes?: number;
  /** ms since the epoch. */
  readonly now?: () => number;
  readonly log?: (event: StoreEvent) => void;
  /** Times and rates; `DEFAULT_LIMITS` where absent. */
  readonly limits?: Partial<StoreLimits>;
}

/** What the handlers of one running store share. */
export interface Store {
  readonly options: StoreOptions;
  readonly limits: StoreLimits;
  readonly files: ObjectFiles;
  readonly space: Space;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly log: (event: StoreEvent) => void;
}
