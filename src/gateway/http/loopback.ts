import { isLoopbackName, LOOPBACK_NAMES } from "../../contract/origins.ts";

/** The host name of an origin, IPv6 in brackets. */
export function hostnameOf(origin: string): string {
  return new URL(origin).hostname;
}

/** The port of an http(s) origin, its protocol's own where it names none (RFC 9110, 4.2). */
export function portOf(origin: string): number {
  const { port, protocol } = new URL(origin);
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
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
