import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** Who sent a request: an address, and whether it is surely the sender's own. */
export interface Client {
  readonly address: string;
  /** On this machine, and not by way of a proxy that nobody vouches for. */
  readonly local: boolean;
}

/** Says whose request it is. */
export type FindClient = (req: IncomingMessage) => Client;

/**
 * By these a proxy may say whom it speaks for. Only the first one tells an address here; the others tell that there is a
 * proxy.
 */
const PROXY_HEADERS = ["x-forwarded-for", "forwarded", "x-real-ip"] as const;

/**
 * Finds the client behind trusted proxies: the last entry of `X-Forwarded-For` that is no trusted proxy's address.
 * Entries before it can be made up by anybody, so where that one is no address it is the proxy itself that counts.
 * Without trusted proxies the header counts for nothing.
 * @param trusted IP addresses and networks.
 */
export function clientFinder(trusted: readonly string[]): FindClient {
  const proxies = addressList(trusted);
  return function findClient({ socket, headers }) {
    const peer = plainAddress(socket.remoteAddress ?? "");
    const client = proxies.has(peer) ? lastStranger(headers["x-forwarded-for"], proxies) : undefined;
    if (client !== undefined && isIP(client) !== 0) return { address: client, local: LOOPBACK.has(client) };
    const forwarded = PROXY_HEADERS.some((name) => headers[name] !== undefined);
    return { address: peer, local: LOOPBACK.has(peer) && !forwarded };
  };
}

function lastStranger(header: string | string[] | undefined, proxies: AddressList): string | undefined {
  const entries = [header ?? []].flat().flatMap((part) => part.split(","));
  return entries.map((entry) => plainAddress(withoutPort(entry.trim()))).findLast((entry) => !proxies.has(entry));
}

/** Some proxies name the client's port as well; IPv6 stands in brackets then, and sometimes without a port too. */
function withoutPort(entry: string): string {
  const [, ipv6, ipv4] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/.exec(entry) ?? [];
  return ipv6 ?? ipv4 ?? entry;
}

/** IPv4 inside IPv6, as a socket that listens on both has it, is the same client as without. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d{1,3}(?:\.\d{1,3}){3}$)/i, "");
}

interface AddressList {
  has(address: string): boolean;
}

function addressList(networks: readonly string[]): AddressList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    const family = isIP(address) === 4 ? "ipv4" : "ipv6";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return {
    has(address) {
      const version = isIP(address);
      return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
    },
  };
}

const LOOPBACK = addressList(["127.0.0.0/8", "::1"]);

/** One subscriber usually has a whole /64 of IPv6 (RFC 6177), so that is what counts as one client. */
export function clientGroup(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array.from({ length: zeros }, () => "0"), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
