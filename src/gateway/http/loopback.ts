/** The names under which a browser reaches its own machine, as they stand in a URL. */
export const LOOPBACK_NAMES: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Whether a host name, as in a URL (IPv6 in brackets), is one of the loopback names. */
export function isLoopbackName(hostname: string): boolean {
  return LOOPBACK_NAMES.includes(hostname);
}

/** The host name of an origin, IPv6 in brackets. */
export function hostnameOf(origin: string): string {
  return new URL(origin).hostname;
}

/** The same origin under every loopback name when it has one of them, else itself alone. */
export function loopbackAliases(origin: string): string[] {
  const url = new URL(origin);
  if (!isLoopbackName(url.hostname)) return [url.origin];
  return LOOPBACK_NAMES.map((name) => originOf(url.protocol, name, url.port));
}

function originOf(protocol: string, hostname: string, port: string): string {
  return new URL(`${protocol}//${hostname}${port === "" ? "" : `:${port}`}`).origin;
}

/** `http` origins of a port under every loopback name. */
export function loopbackOrigins(port: number): string[] {
  return loopbackAliases(`http://localhost:${port}`);
}
