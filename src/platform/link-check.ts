import type { LinkCheck, Verifier } from "../engine/ports.ts";

/** How long a link may take to show a picture's first bytes, in ms. */
export const LINK_TIMEOUT_MS = 15_000;
const POLL_MS = 50;

/**
 * Looks at a link as a picture, the one way that works on any CDN without CORS. A picture's size is known from its
 * first bytes, so the rest is not fetched: a 300 MB file costs no second download.
 */
export function createVerifier(): Verifier {
  return {
    verify: (signal, url) =>
      new Promise<LinkCheck>((resolve, reject) => {
        signal.throwIfAborted();
        const image = new Image();
        image.referrerPolicy = "no-referrer";
        image.decoding = "async";

        const finish = (settle: () => void) => {
          clearInterval(poll);
          clearTimeout(limit);
          signal.removeEventListener("abort", onAbort);
          image.onload = null;
          image.onerror = null;
          image.removeAttribute("src");
          settle();
        };
        const look = () => {
          const { naturalWidth: width, naturalHeight: height } = image;
          if (width > 0) finish(() => resolve({ confirmed: true, width, height }));
        };
        const onAbort = () => finish(() => reject(signal.reason));
        const poll = setInterval(look, POLL_MS);
        const limit = setTimeout(() => finish(() => resolve({ confirmed: false })), LINK_TIMEOUT_MS);
        signal.addEventListener("abort", onAbort, { once: true });
        image.onload = look;
        image.onerror = () => finish(() => resolve({ confirmed: false }));
        image.src = url;
      }),
  };
}
