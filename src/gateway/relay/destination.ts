/** Hosts of COS itself, as its documentation has them: `<bucket>.cos.<region>.` and one of two domains. */
const COS_HOST = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.cos\.[a-z0-9]+(?:-[a-z0-9]+)*\.(?:myqcloud\.com|tencentcos\.cn)$/;

/** Where bytes may go besides COS's own hosts. */
export interface AllowedDestinations {
  /** A name, or `*.` and a name for everything below it; https on its usual port. */
  readonly hostPatterns: readonly string[];
  /** Origins, with any protocol, port and address. */
  readonly namedOrigins: readonly string[];
}

/** What the URL parser would quietly repair, and dot segments, which it would take away: the signature covers them. */
const SUSPICIOUS_TEXT = /[^\x21-\x7e]|[\\"+<>^`{|}]|\/(?:\.|%2e){1,2}(?:\/|$)/i;

/**
 * Where a sign answer wants bytes to go, or `undefined` when they may not go there: only https without user info, port,
 * query or fragment on an allowed host, or an origin that the operator named.
 */
export function readDestination(text: string, allowed: AllowedDestinations): URL | undefined {
  const url = SUSPICIOUS_TEXT.test(text) ? null : URL.parse(text);
  if (url === null || !text.startsWith(`${url.protocol}//`)) return undefined;
  if (url.username !== "" || url.password !== "" || /[?#@]/.test(text)) return undefined;
  if (allowed.namedOrigins.includes(url.origin)) return url;
  if (url.protocol !== "https:" || url.port !== "" || !isAllowedHost(url.hostname, allowed.hostPatterns))
    return undefined;
  return url;
}

function isAllowedHost(hostname: string, patterns: readonly string[]): boolean {
  if (COS_HOST.test(hostname)) return true;
  return patterns.some((pattern) =>
    pattern.startsWith("*.") ? hostname.endsWith(pattern.slice(1)) : hostname === pattern,
  );
}
