/** What is known of the page around this frame. */
export interface HostOriginFacts {
  /** From the address. */
  readonly claimed: string | undefined;
  /** Where the browser tells a frame who is above it; not every browser does. */
  readonly ancestors: readonly string[];
  /** Who may frame the page: the gateway's list, and the page's own origin. */
  readonly allowed: readonly string[];
}

/** Who is talked to, or why nobody is. */
export type HostOrigin =
  | { readonly kind: "known"; readonly origin: string }
  /** A sentence for the host's developer. */
  | { readonly kind: "refused"; readonly why: string };

/**
 * The one origin that this frame talks to. Claims and ancestors only select an entry of the list: whoever is not on it
 * is not talked to, whatever the address says.
 */
export function chooseHostOrigin({ claimed, ancestors, allowed }: HostOriginFacts): HostOrigin {
  const wanted = claimed ?? ancestors[0] ?? (allowed.length === 1 ? allowed[0] : undefined);
  if (wanted === undefined) {
    return { kind: "refused", why: "cannot tell which page this frame is in; add ?origin=<its origin> to the address" };
  }
  if (allowed.includes(wanted)) return { kind: "known", origin: wanted };
  return { kind: "refused", why: `${wanted} is not in EMBED_ORIGINS; add it there and restart the gateway` };
}
