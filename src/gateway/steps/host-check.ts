import { isIP } from "node:net";
import { refuse } from "../http/answer.ts";
import type { Step } from "../http/exchange.ts";
import { hostRefused } from "../http/refusals.ts";

/**
 * Refuses requests that came under a name which is not ours. Another site can point its own name at this machine (DNS
 * rebinding) and would then read answers as same-origin; the Host header gives it away.
 * @param hosts exact values of the Host header, lower case.
 * @param byAddress paths that may be asked by any IP address too, as load balancers and collectors do: an address is
 *   nobody's to point elsewhere.
 * @param unnamed paths that may be asked without the header in HTTP/1.0, as HAProxy's `option httpchk` does by itself: no
 *   browser speaks that.
 */
export function hostCheck(
  hosts: Pick<ReadonlySet<string>, "has">,
  byAddress: readonly string[],
  unnamed: readonly string[],
): Step {
  return function hostCheckStep(exchange, next) {
    const { headers, httpVersion } = exchange.req;
    const { host } = headers;
    if (host === undefined && httpVersion === "1.0" && unnamed.includes(exchange.path)) return next();
    if (host === undefined || countHosts(exchange.req.rawHeaders) !== 1) return refuse(exchange, hostRefused());
    if (hosts.has(host.toLowerCase()) || (byAddress.includes(exchange.path) && isAddress(host))) return next();
    return refuse(exchange, hostRefused());
  };
}

/** Whether a Host header names an IP address, with or without a port. */
function isAddress(host: string): boolean {
  const [, v6, v4] = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+))(?::\d{1,5})?$/i.exec(host) ?? [];
  return isIP(v6 ?? v4 ?? "") !== 0;
}

/** Node keeps the first of several Host headers; a proxy in front may have looked at another one. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.toLowerCase() === "host") count += 1;
  return count;
}
