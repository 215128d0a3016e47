import { isLoopbackName, LOOPBACK_NAMES, OPAQUE_ORIGIN } from "../contract/origins.ts";

/**
 * Stands for all of loopback's names: a page may use one and a link another, so they count as the same host. No URL can
 * have a host with a space, so no name collides with it.
 */
const LOOPBACK = "the loopback";

const DEFAULT_HTTP_PORT = 80;

/**
 * Whether a Host header names this store: a loopback name with the store's port, or exactly one of `allowed`.
 * A page elsewhere that resolves its own name to loopback (DNS rebinding) fails here.
 */
export function isAllowedHost(host: string, port: number, allowed: readonly string[]): boolean {
  const name = host.toLowerCase();
  if (allowed.some((entry) => entry.toLowerCase() === name)) return true;
  return LOOPBACK_NAMES.some(
    (loopback) => name === `${loopback}:${port}` || (port === DEFAULT_HTTP_PORT && name === loopback),
  );
}

/** Whether an Origin header is one of `allowed`, loopback's names being alike. `null` has to be listed as such. */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  if (origin === OPAQUE_ORIGIN) return allowed.includes(OPAQUE_ORIGIN);
  const wanted = canonicalOrigin(origin);
  return wanted !== undefined && allowed.some((entry) => canonicalOrigin(entry) === wanted);
}

/** An origin with loopback's names made one; `undefined` for text that is not exactly an origin. */
function canonicalOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, protocol, hostname, port } = new URL(text);
  if (origin !== text) return undefined;
  return isLoopbackName(hostname) ? `${protocol}//${LOOPBACK}:${port}` : origin;
}
