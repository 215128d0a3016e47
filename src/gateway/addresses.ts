import type { GatewayConfig } from "./config/config.ts";
import { loopbackAliases, loopbackOrigins, portOf } from "./http/loopback.ts";

/**
 * Every origin that is this page itself: the loopback names with the port it really has, and its public address.
 * @param port what the page listens on, never 0.
 */
export function pageOrigins(config: Pick<GatewayConfig, "publicOrigin">, port: number): string[] {
  const published = config.publicOrigin === undefined ? [] : loopbackAliases(config.publicOrigin);
  return [...new Set([...loopbackOrigins(port), ...published])];
}

/**
 * What the Host header may say on the way to these origins, and which origin that is. A default port may be written out
 * (RFC 9110, 4.2.3).
 */
export function hostsOf(origins: readonly string[]): Map<string, string> {
  return new Map(
    origins.flatMap((origin) => {
      const { host, port } = new URL(origin);
      const hosts = port === "" ? [host, `${host}:${portOf(origin)}`] : [host];
      return hosts.map((name) => [name, origin] as const);
    }),
  );
}

/** The page's address for a person to open. */
export function pageUrl(config: Pick<GatewayConfig, "publicOrigin" | "listen">, port: number): string {
  return `${config.publicOrigin ?? listenOrigin(config.listen.host, port)}/`;
}

/** An address that reaches a server from the same machine: "all addresses" is not one. */
export function listenOrigin(host: string, port: number): string {
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
