import type { LinkCheck, Verifier } from "../engine/ports.ts";
import { lookAtHead } from "./link-head.ts";
import { showPicture } from "./picture.ts";
import type { ConfigSource } from "./put-route.ts";

/** How long a link may take to show a picture's first bytes, in ms. */
export const LINK_TIMEOUT_MS = 15_000;

/**
 * Looks at a link as a picture, the one way that works on any CDN without CORS. Where the link is the upload's own
 * origin, which lets this page read, its first bytes are enough, and the connection is free for the next upload at once.
 */
export function createVerifier({ config }: Pick<ConfigSource, "config">): Verifier {
  return {
    async verify(signal, url): Promise<LinkCheck> {
      const limit = AbortSignal.timeout(LINK_TIMEOUT_MS);
      const either = AbortSignal.any([signal, limit]);
      try {
        const known = await config(either).catch(() => undefined);
        const readable = known?.uploadOrigins.includes(new URL(url).origin) === true;
        const seen = (readable && (await lookAtHead(either, url))) || (await showPicture(either, url));
        return seen ? { confirmed: true, ...seen } : { confirmed: false };
      } catch (error) {
        signal.throwIfAborted();
        if (limit.aborted) return { confirmed: false };
        throw error;
      }
    },
  };
}
