import type { LinkCheck, Verifier } from "../engine/ports.ts";
import { lookAtHead } from "./link-head.ts";
import { isOpaque } from "./opaque-origin.ts";
import { type PictureSize, showPicture } from "./picture.ts";
import type { ConfigSource } from "./put-route.ts";

/** How long a link may take to show a picture's first bytes, in ms. */
const LINK_TIMEOUT_MS = 15_000;

/**
 * Looks at a link as a picture, the one way that works on any CDN without CORS. Where the link is the upload's own
 * origin, which lets this page read, its first bytes are enough, and the connection is free for the next upload at once.
 */
export function createVerifier({ config }: Pick<ConfigSource, "config">): Verifier {
  /** Origins that turned out not to let this page read: each refusal leaves an error in the console, so one is enough. */
  const closed = new Set<string>();

  const mayRead = async (signal: AbortSignal, origin: string) => {
    if (isOpaque() || closed.has(origin)) return false;
    const known = await config(signal).catch(() => undefined);
    return known?.uploadOrigins.includes(origin) === true;
  };

  const look = async (signal: AbortSignal, url: string): Promise<PictureSize | undefined> => {
    const { origin } = new URL(url);
    if (await mayRead(signal, origin)) {
      const size = await lookAtHead(signal, url, () => closed.add(origin));
      if (size) return size;
    }
    return showPicture(signal, url);
  };

  return {
    async verify(signal, url): Promise<LinkCheck> {
      const limit = AbortSignal.timeout(LINK_TIMEOUT_MS);
      const either = AbortSignal.any([signal, limit]);
      try {
        const seen = await look(either, url);
        return seen ? { confirmed: true, ...seen } : { confirmed: false };
      } catch (error) {
        signal.throwIfAborted();
        if (limit.aborted) return { confirmed: false };
        throw error;
      }
    },
  };
}
