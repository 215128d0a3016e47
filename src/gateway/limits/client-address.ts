import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** Who sent a request: an address, and whether it is surely the sender's own. */
export interface Client {
  readonly address: string;
  /** On this machine, and not by way of a proxy that nobody vouches for. */
  readonly local: boolean;
}

/**
 * Finds the client behind trusted proxies: the last address of `X-Forwarded-For` that no trusted proxy has. Entries
 * before it can be made up by anybody; without trusted proxies the header counts for nothing.
 * @param trusted IP addresses and networks.
 */
export function clientFinder(trusted: readonly string[]): (req: IncomingMessage) => Client {
  const proxies = addressList(trusted);
  return function findClient(req) {
    const peer = plainAddress(req.socket.remoteAddress ?? "");
    const forwarded = req.headers["x-forwarded-for"];
    if (!proxies.has(peer)) {
      return { address: peer, local: LOOPBACK.has(peer) && forwarded === undefined && !req.headers.forwarded };
    }
    const chain = [forwarded ?? []]
      .flat()
      .join(",")
      .split(",")
      .map((part) => plainAddress(part.trim()));
    const address = chain.findLast((entry) => isIP(entry) !== 0 && !proxies.has(entry)) ?? peer;
    return { address, local: LOOPBACK.has(address) };
  };
}

/** IPv4 inside IPv6, as a socket that listens on both has it, is the same client as without. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d{1,3}(?:\.\d{1,3}){3}$)/i, "");
}

function addressList(networks: readonly string[]): { has(address: string): boolean } {
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
