/** The names under which a browser reaches its own machine, as `URL.hostname` has them: IPv6 in brackets. */
export const LOOPBACK_NAMES: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Whether a host name, as in a URL, is one of the loopback names. */
export function isLoopbackName(hostname: string): boolean {
  return LOOPBACK_NAMES.includes(hostname);
}

/**
 * What `Origin` and `window.origin` say of a page that has none (HTML standard, origin serialisation), such as one in a
 * sandbox without `allow-same-origin`, on whatever site.
 */
export const OPAQUE_ORIGIN = "null";
