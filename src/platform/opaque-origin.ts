import { EMBED_PASS_HEADER, EMBED_PASS_META } from "../contract/embed-protocol.ts";
import { OPAQUE_ORIGIN } from "../contract/origins.ts";

/**
 * Whether the page has no origin: it is in a frame whose sandbox lacks `allow-same-origin`. Its own server is foreign to
 * it then, and nothing can be kept.
 */
export function isOpaque(): boolean {
  return window.origin === OPAQUE_ORIGIN;
}

/** What such a page shows its gateway instead of an origin, as request headers; nothing elsewhere. */
export function embedPass(): Record<string, string> {
  const pass = isOpaque() && document.querySelector<HTMLMetaElement>(`meta[name="${EMBED_PASS_META}"]`)?.content;
  return pass ? { [EMBED_PASS_HEADER]: pass } : {};
}
