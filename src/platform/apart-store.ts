import type { SignData } from "../contract/sign.ts";

/**
 * Whether a grant's store has an origin of its own: neither the gateway's, which signs and relays, nor the link's. A
 * browser's connections to it are the uploads' alone then.
 */
export function isApart({ relay, url, CDN }: Pick<SignData, "relay" | "url" | "CDN">): boolean {
  const store = new URL(url).origin;
  return relay === undefined && store !== location.origin && store !== new URL(CDN).origin;
}
