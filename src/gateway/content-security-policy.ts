/** What the policy depends on. */
export interface PolicySources {
  /** Where signed PUTs may go straight from the page; plain-http ones may be shown as pictures as well. */
  readonly uploadOrigins: readonly string[];
  readonly embedOrigins: readonly string[];
  /**
   * For the page for frames. One without an origin can start no worker but of a blob (`workerHere` in the platform), and
   * to WebKit its 'self' is nobody: so the page's own origin is named, where it is known.
   */
  readonly frame?: { readonly ownOrigin: string | undefined } | undefined;
  /**
   * Vite's dev server: its inline scripts and styles carry the nonce, its reload socket is at these origins, and while
   * the server is away a worker made of a blob asks for it.
   */
  readonly dev?: { readonly nonce: string; readonly socketOrigins: readonly string[] };
}

/**
 * The Content-Security-Policy of every page. A CDN link may be on any https host, so `img-src` takes https as a whole;
 * a picture dragged out of another page is fetched where its site allows that, so `connect-src` does too.
 * WebAssembly needs its own word (`'wasm-unsafe-eval'`); workers inherit nothing and get the same header.
 */
export function contentSecurityPolicy({ uploadOrigins, embedOrigins, frame, dev }: PolicySources): string {
  const nonce = dev === undefined ? [] : [`'nonce-${dev.nonce}'`];
  const self = ["'self'", ...(frame?.ownOrigin === undefined ? [] : [frame.ownOrigin])];
  const plainOrigins = uploadOrigins.filter((origin) => origin.startsWith("http:"));
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'none'"],
    "script-src": [...self, "'wasm-unsafe-eval'", ...nonce],
    "style-src": [...self, ...nonce],
    "img-src": [...self, "blob:", "data:", "https:", ...plainOrigins],
    "connect-src": [...self, "https:", ...uploadOrigins, ...(dev?.socketOrigins ?? [])],
    "worker-src": ["'self'", ...(dev !== undefined || frame !== undefined ? ["blob:"] : [])],
    "manifest-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'", ...embedOrigins],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}
